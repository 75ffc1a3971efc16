//! How much memory the program may use: the least that a control group, or the machine, gives it.

use std::fs;
use std::path::{Path, PathBuf};

/// Where control groups are (cgroups(7)).
const GROUPS: &str = "/sys/fs/cgroup";

/// The memory that there is, in bytes; none where nothing says so.
pub fn memory() -> Option<u64> {
    let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    [allowed(Path::new(GROUPS), &groups), installed()].into_iter().flatten().min()
}

/// What control groups allow: the least of the process's own and of those above it. `groups` is /proc/self/cgroup: lines of
/// number, controllers and path, with nothing for the first two in version 2.
fn allowed(root: &Path, groups: &str) -> Option<u64> {
    let limits = groups.lines().filter_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next()?, parts.next()?);
        match controllers {
            "" => least(root, root, path, "memory.max"),
            _ if controllers.split(',').any(|one| one == "memory") => {
                least(root, &root.join("memory"), path, "memory.limit_in_bytes")
            }
            _ => None,
        }
    });
    limits.min()
}

/// The least number in the files called `name` from `path` up to where the controller is mounted. In a container the path may be the
/// host's, which is not there; its own group is then the mount itself.
fn least(root: &Path, mount: &Path, path: &str, name: &str) -> Option<u64> {
    let own: PathBuf = mount.join(path.trim_start_matches('/'));
    let folders = own.ancestors().take_while(|folder| folder.starts_with(root));
    // "max" is no number, and no limit.
    folders.filter_map(|folder| fs::read_to_string(folder.join(name)).ok()?.trim().parse().ok()).min()
}

/// What the machine has: sysinfo(2), for /proc/meminfo may be hidden from a service.
#[cfg(target_os = "linux")]
#[allow(clippy::useless_conversion, reason = "a machine of 32 bits says it in as many")]
fn installed() -> Option<u64> {
    let info = rustix::system::sysinfo();
    let unit = u64::from(info.mem_unit).max(1);
    Some(u64::from(info.totalram).saturating_mul(unit)).filter(|bytes| *bytes > 0)
}

#[cfg(not(target_os = "linux"))]
fn installed() -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::test_folder::Folder;

    #[test]
    fn the_least_limit_up_the_path_counts() {
        let groups = Folder::new("machine-v2");
        fs::create_dir_all(groups.0.join("system.slice/duet.service")).expect("a folder for temporary files");
        groups.write("memory.max", "4000\n");
        groups.write("system.slice/memory.max", "1000\n");
        groups.write("system.slice/duet.service/memory.max", "max\n");
        assert_eq!(allowed(&groups.0, "0::/system.slice/duet.service\n"), Some(1000));
        assert_eq!(allowed(&groups.0, "0::/\n"), Some(4000));
        assert_eq!(allowed(&groups.0, "0::/a/path/of/the/host\n"), Some(4000), "as in a container");
        assert_eq!(allowed(&groups.0, ""), None);
    }

    #[test]
    fn the_older_control_groups_count_as_well() {
        let groups = Folder::new("machine-v1");
        fs::create_dir_all(groups.0.join("memory/docker/duet")).expect("a folder for temporary files");
        groups.write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        groups.write("memory/docker/duet/memory.limit_in_bytes", "5000\n");
        let lines = "12:cpu,cpuacct:/docker/duet\n7:memory:/docker/duet\n0::/docker/duet\n";
        assert_eq!(allowed(&groups.0, lines), Some(5000));
    }

    #[test]
    fn a_machine_knows_what_it_has() {
        let memory = memory().expect("tests run on Linux");
        assert!(memory > 64 * 1024 * 1024, "{memory}");
    }
}
