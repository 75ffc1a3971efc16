"""Delays each packet that is routed into a TUN device by a random time, keeps their order, and gives it back to be routed on.

For kernels without `tc netem`. Usage: jitter.py DEVICE MAX_MS; prints "ready" when it has the device.
"""

import fcntl
import os
import random
import select
import struct
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
PACKET_MAX_BYTES = 65_536
# More than this waits in no call; what comes on top is dropped, as by a router.
WAITING_MAX = 10_000

name, max_ms = sys.argv[1], float(sys.argv[2])
device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
print("ready", flush=True)

# One queue for each sender, for its packets keep their order and do not wait for another's.
waiting: dict[bytes, deque[tuple[float, bytes]]] = {}
while True:
    dues = [queue[0][0] for queue in waiting.values() if queue]
    pause = max(0.0, min(dues) - time.monotonic()) if dues else None
    if select.select([device], [], [], pause)[0]:
        packet = os.read(device, PACKET_MAX_BYTES)
        sender = packet[12:16]
        queue = waiting.setdefault(sender, deque())
        due = time.monotonic() + random.uniform(0, max_ms / 1000)
        if len(queue) < WAITING_MAX:
            queue.append((max(due, queue[-1][0]) if queue else due, packet))
    now = time.monotonic()
    for queue in waiting.values():
        while queue and queue[0][0] <= now:
            os.write(device, queue.popleft()[1])
