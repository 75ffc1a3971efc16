//! How many open files the system allows, of which each connection takes one. Limits above that are lowered and said, or whoever comes
//! last would be kept waiting for a file that never comes.

use std::io;

use super::config::limits::{LimitSettings, count};

/// Files that are open beside connections: ports, the log, the runtime's own, certificates as they are read.
const BESIDE: usize = 64;

/// Lets the process open as many files as it may, and gives that number; none if the system does not tell it.
pub fn raise() -> Option<usize> {
    allowed(rlimit::increase_nofile_limit(u64::MAX), || rlimit::Resource::NOFILE.get_soft())
}

/// How many files may be open: after the limit was raised, else as it is.
fn allowed(raised: io::Result<u64>, now: impl FnOnce() -> io::Result<u64>) -> Option<usize> {
    let files = raised.or_else(|error| {
        tracing::warn!(%error, "the limit of open files stays as it is");
        now()
    });
    files.ok().map(|files| usize::try_from(files).unwrap_or(usize::MAX))
}

/// Lowers the limits to what so many open files allow, and says so.
pub fn fit(limits: &mut LimitSettings, files: usize) {
    let most = files.saturating_sub(BESIDE).max(1);
    for (name, limit) in
        [("DUET_MAX_CONNECTIONS", &mut limits.max_connections), ("DUET_MAX_SOCKETS", &mut limits.max_sockets)]
    {
        if count(*limit) > most {
            tracing::warn!(
                "{name} is {most}: the system allows {files} open files; LimitNOFILE of systemd or `ulimit -Hn` raises it"
            );
            *limit = most;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(max_connections: usize, max_sockets: usize, files: usize) -> (usize, usize) {
        let mut limits = LimitSettings { max_connections, max_sockets, ..LimitSettings::default() };
        fit(&mut limits, files);
        (limits.max_connections, limits.max_sockets)
    }

    #[test]
    fn nobody_is_let_in_for_whom_there_is_no_file() {
        assert_eq!(fitted(30_000, 20_000, 65_536), (30_000, 20_000));
        assert_eq!(fitted(30_000, 20_000, 20_064), (20_000, 20_000));
        assert_eq!(fitted(30_000, 20_000, 1_064), (1_000, 1_000));
        assert_eq!(fitted(0, 0, 1_064), (1_000, 1_000), "also where a limit is off");
        assert_eq!(fitted(30_000, 20_000, 10), (1, 1));
    }

    #[test]
    fn a_limit_that_cannot_be_raised_is_the_limit() {
        let forbidden = || Err(io::ErrorKind::PermissionDenied.into());
        assert_eq!(allowed(forbidden(), || Ok(1_024)), Some(1_024));
        assert_eq!(allowed(Ok(65_536), || Ok(1_024)), Some(65_536));
        assert_eq!(allowed(forbidden(), forbidden), None);
    }
}
