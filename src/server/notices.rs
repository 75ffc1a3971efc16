//! What the log says once in the life of the server: that something in front of it is set up in a way that keeps people out, or lets
//! them share a limit. Whoever causes it could fill the log otherwise.

use std::sync::Once;

/// What was said already.
#[derive(Debug)]
pub struct Notices([Once; Notice::COUNT]);

/// What there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Somebody passes requests on who is no trusted proxy.
    Distrusted,
    /// A trusted proxy does not say for whom it asks.
    Unnamed,
    /// A proxy that should say for whom it connects does not.
    Unannounced,
    /// A page asked whose address is not the name that it asked for.
    ForeignOrigin,
    /// Somebody asked for another name.
    ForeignHost,
}

impl Notice {
    const ALL: [Self; 5] = [Self::Distrusted, Self::Unnamed, Self::Unannounced, Self::ForeignOrigin, Self::ForeignHost];
    const COUNT: usize = Self::ALL.len();

    const fn text(self) -> &'static str {
        match self {
            Self::Distrusted => {
                "somebody passes requests on who is no trusted proxy: if it is yours, name it in DUET_TRUSTED_PROXIES, or all \
                 who come through it share the limits of one address"
            }
            Self::Unnamed => {
                "a proxy that is trusted passes requests on without a readable address of the client (X-Forwarded-For, or the \
                 PROXY protocol): all who come through it in this way share the limits of one address"
            }
            Self::Unannounced => {
                "a proxy of DUET_PROXY_PROTOCOL connected without a readable header of the PROXY protocol, and was let go: \
                 have it send one, or take its address out of that setting"
            }
            Self::ForeignOrigin => {
                "a page was refused (403) because its address is not the name that it asked for: it is a stranger's, or a \
                 proxy in front rewrites Host. If people cannot join a room, have the proxy pass Host on, or give the name in \
                 their address bar as DUET_NAMES; see \"Behind a proxy\" in docs/running.md"
            }
            Self::ForeignHost => {
                "a request for another name than those of this server was refused (421): if people or a proxy come under that \
                 name, add it to DUET_NAMES; see \"Behind a proxy\" in docs/running.md"
            }
        }
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self([const { Once::new() }; Notice::COUNT])
    }
}

impl Notices {
    /// What was said since the start.
    pub fn said(&self) -> Vec<&'static str> {
        let is_said = |notice: &Notice| self.0.get(*notice as usize).is_some_and(Once::is_completed);
        Notice::ALL.into_iter().filter(is_said).map(Notice::text).collect()
    }

    /// Says it, unless it was said before.
    pub fn say(&self, notice: Notice) {
        // Each has its place.
        if let Some(once) = self.0.get(notice as usize) {
            once.call_once(|| tracing::warn!("{}", notice.text()));
        }
    }
}
