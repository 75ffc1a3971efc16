//! What a process holds, as Linux says (proc_pid_status(5)).

/// The bytes of one line of its status: `VmRSS` is what it holds, `VmHWM` the most that it ever held.
pub(crate) fn held(process: u32, name: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let of_name = |line: &str| line.split_once(':').filter(|(of, _)| *of == name).map(|(_, held)| held.to_owned());
    let held = status.lines().find_map(of_name).expect("what it holds");
    held.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") * 1024
}
