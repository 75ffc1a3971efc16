"""Stands in for systemd where it does not run: hands the ports of duet.socket over to the package's program inside a root of its own, with the
user, the right and the folders of duet.service, and writes down what the program tells. SIGHUP restarts the program, the ports stay open.

Usage: stand-in.py ROOT PORT [PORT ...]
"""

import os
import signal
import socket
import sys

root, ports = sys.argv[1], [int(port) for port in sys.argv[2:]]
FIRST_FD = 3
user = None
for line in open(f"{root}/etc/passwd"):
    if line.startswith("duet:"):
        user = [int(part) for part in line.split(":")[2:4]]
if user is None:
    sys.exit("there is no user duet in there")
uid, gid = user

listeners = []
for port in ports:
    listener = socket.socket(socket.AF_INET6)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    listener.bind(("::", port))
    listener.listen(4096)
    listeners.append(listener)

run = f"{root}/run/duet"
os.makedirs(run, exist_ok=True)
os.chmod(run, 0o700)
os.chown(run, uid, gid)
told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
# It must be there inside, too.
if os.path.exists(f"{root}/run/notify"):
    os.unlink(f"{root}/run/notify")
told.bind(f"{root}/run/notify")
os.chmod(f"{root}/run/notify", 0o777)
told.settimeout(0.2)


def start():
    child = os.fork()
    if child:
        return child
    copies = [os.dup(listener.fileno()) for listener in listeners]
    for number, copy in enumerate(copies):
        os.dup2(copy, FIRST_FD + number, inheritable=True)
    os.chroot(root)
    os.chdir("/")
    os.umask(0o077)
    environment = {
        "PATH": "/usr/bin:/bin",
        "LISTEN_FDS": str(len(listeners)),
        "LISTEN_PID": str(os.getpid()),
        "NOTIFY_SOCKET": "/run/notify",
        "WATCHDOG_USEC": "9000000",
        "WATCHDOG_PID": str(os.getpid()),
        "STATE_DIRECTORY": "/var/lib/duet",
        "RUNTIME_DIRECTORY": "/run/duet",
    }
    right = "+net_bind_service"
    become = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", f"--inh-caps={right}", f"--ambient-caps={right}"]
    os.execve("/usr/bin/setpriv", [*become, "/usr/bin/duet", "--config", "/etc/duet/duet.toml"], environment)


child, again, over = start(), False, False


def on_hup(*_):
    global again
    again = True
    os.kill(child, signal.SIGTERM)


def on_term(*_):
    global over
    over = True
    os.kill(child, signal.SIGTERM)


signal.signal(signal.SIGHUP, on_hup)
signal.signal(signal.SIGTERM, on_term)
while True:
    try:
        print(told.recv(4096).decode(), flush=True)
    except TimeoutError:
        pass
    gone, status = os.waitpid(child, os.WNOHANG)
    if gone:
        if over or not again:
            sys.exit(os.waitstatus_to_exitcode(status))
        again = False
        child = start()
