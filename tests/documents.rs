//! What the documents and the examples beside them name: it is there. A guide that leads nowhere costs a newcomer an hour.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Folders that are no part of a checkout: what is in them was fetched or built there.
const MADE: [&str; 7] = ["target", "node_modules", "test-results", "playwright-report", "corpus", "artifacts", ".git"];

/// How the names of files end that documents speak of without their folder.
const ENDINGS: [&str; 7] = [".rs", ".ts", ".mjs", ".sh", ".toml", ".md", ".json"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths of all files and folders below one, from the root of the checkout.
fn below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder") {
        let entry = entry.expect("it can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.path().is_dir() && !MADE.contains(&name.as_str()) {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found
}

/// The documents: where each is, and its text.
fn documents() -> Vec<(String, String)> {
    let paths = below("").into_iter().filter(|path| path.ends_with(".md"));
    paths.map(|path| (path.clone(), read(&path))).collect()
}

/// Whether a line is part of an example.
fn is_example(line: &str) -> bool {
    line.starts_with("    ")
}

/// What stands between back-ticks outside of examples.
fn ticked(text: &str) -> Vec<String> {
    let prose: Vec<&str> = text.lines().filter(|line| !is_example(line)).collect();
    prose.join("\n").split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Each of `a.{x,y}`.
fn each(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (choices, after) = rest.split_once('}').expect("it is closed");
    choices.split(',').map(|choice| format!("{before}{choice}{after}")).collect()
}

fn is_path(word: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "_-./{},".contains(letter);
    let is_file = ENDINGS.iter().any(|ending| word.ends_with(ending));
    word.chars().all(fits) && !word.starts_with('/') && (word.contains('/') || is_file)
}

/// The names by which headings can be linked to, as GitHub makes them.
fn anchors(text: &str) -> Vec<String> {
    let kept = |letter: &char| letter.is_alphanumeric() || "-_ ".contains(*letter);
    let mut names: Vec<String> = Vec::new();
    for heading in text.lines().filter(|line| line.starts_with('#')) {
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        names.push(heading.chars().filter(kept).collect::<String>().replace(' ', "-"));
    }
    // The second of the same words has a number, from 1 on.
    let before = |at: usize| names[..at].iter().filter(|name| **name == names[at]).count();
    let counts: Vec<usize> = (0..names.len()).map(before).collect();
    let numbered = |(name, count)| if count == 0 { name } else { format!("{name}-{count}") };
    names.into_iter().zip(counts).map(numbered).collect()
}

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut lost = Vec::new();
    for (document, text) in documents() {
        let folder = Path::new(&document).parent().expect("a file is in a folder");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, wanted) = target.split_once('#').unwrap_or((target, ""));
            let path = if path.is_empty() { root().join(&document) } else { root().join(folder).join(path) };
            let leads = wanted.is_empty()
                || fs::read_to_string(&path).is_ok_and(|text| anchors(&text).contains(&wanted.into()));
            if !leads || !path.exists() {
                lost.push(format!("{document}: {target}"));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn every_path_that_a_document_names_is_there() {
    let there: Vec<String> = below("").into_iter().map(|path| format!("/{path}")).collect();
    let mut lost = Vec::new();
    for (document, text) in documents() {
        for word in ticked(&text).into_iter().filter(|word| is_path(word)) {
            for path in each(word.trim_end_matches('/')) {
                let is_made = path.split('/').any(|part| MADE.contains(&part));
                // Some are named without the folder that was spoken of before.
                if !is_made && !there.iter().any(|whole| whole.ends_with(&format!("/{path}"))) {
                    lost.push(format!("{document}: {path}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// The targets in a command line.
fn targets(command: &str) -> impl Iterator<Item = &str> {
    let words = command.split('#').next().unwrap_or_default().split_whitespace();
    let is_target = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte));
    words.skip_while(|word| *word != "make").skip(1).take_while(is_target)
}

#[test]
fn every_target_that_a_document_names_is_in_the_makefile() {
    let makefile = read("Makefile");
    let known: BTreeSet<&str> = makefile.lines().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
    let mut lost = Vec::new();
    for (document, text) in documents() {
        let examples = text.lines().filter(|line| is_example(line)).map(str::to_owned);
        for command in ticked(&text).into_iter().chain(examples) {
            let unknown = targets(&command).filter(|target| !known.contains(target));
            lost.extend(unknown.map(|target| format!("{document}: make {target}")));
        }
    }
    assert!(known.contains("test") && lost.is_empty(), "{lost:#?}");
}

#[test]
fn every_npm_script_that_is_called_is_in_the_package() {
    let package: Value = serde_json::from_str(&read("end2end/package.json")).expect("JSON");
    let mut called = Vec::new();
    let files = below("").into_iter().filter(|path| path.ends_with(".md") || path.ends_with(".sh"));
    for file in files.chain(["Makefile".into(), "Cargo.toml".into()]) {
        let text = read(&file);
        // There a function stands for the rest of the line.
        let scenes = if file == "scripts/test.sh" { " scenes " } else { "npm run " };
        for rest in text.split("npm run ").skip(1).chain(text.split(scenes).skip(1)) {
            let script = rest.split_whitespace().find(|word| !word.starts_with('-')).unwrap_or_default();
            let script: String =
                script.chars().take_while(|letter| letter.is_alphanumeric() || *letter == ':').collect();
            called.push((file.clone(), script));
        }
    }
    // Where it is a variable's value, there is no name.
    let lost: Vec<_> =
        called.iter().filter(|(_, name)| !name.is_empty() && package["scripts"][name].is_null()).collect();
    assert!(called.len() > 5 && lost.is_empty(), "{lost:#?}");
}

/// The names of variables of Duet's in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| -> String {
        rest.chars().take_while(|letter| letter.is_ascii_uppercase() || *letter == '_').collect()
    };
    let names = text.split("DUET_").skip(1).map(name);
    names.map(|name| name.trim_end_matches('_').to_owned()).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_variable_that_a_document_names_is_read_somewhere() {
    let mut known = BTreeSet::new();
    for file in ["src", "scripts", "end2end", "deploy", "tests"].into_iter().flat_map(below) {
        // What is no text has no names.
        known.extend(variables(&fs::read_to_string(root().join(file)).unwrap_or_default()));
    }
    let mut lost = Vec::new();
    for (document, text) in documents() {
        lost.extend(variables(&text).difference(&known).map(|name| format!("{document}: {name}")));
    }
    assert!(!known.is_empty() && lost.is_empty(), "{lost:#?}");
}

#[test]
fn the_versions_that_a_document_asks_for_are_those_that_are_pinned() {
    let pinned = read("rust-toolchain.toml");
    let rust = pinned.lines().find_map(|line| line.strip_prefix("channel = \"")).expect("a channel");
    let node = read(".nvmrc");
    let mut asked = 0;
    for (document, text) in documents() {
        for (word, wanted) in [("Node.js ", node.trim()), ("Rust ", rust)] {
            let versions =
                text.split(word).skip(1).filter(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
            for rest in versions {
                let version = rest.split([' ', ',']).next().unwrap_or_default();
                assert!(wanted == version || wanted.starts_with(&format!("{version}.")), "{document}: {word}{version}");
                asked += 1;
            }
        }
    }
    assert!(asked >= 3, "{asked}");
}

#[test]
fn the_unit_for_systemd_is_as_the_guide_says_and_gives_time_to_drain() {
    let unit = read("deploy/duet.service");
    for line in [
        "Type=notify",
        "WatchdogSec=30s",
        "ExecStartPre=/usr/bin/duet --config /etc/duet/duet.toml --check-config",
        "ExecStart=/usr/bin/duet --config /etc/duet/duet.toml",
        "User=duet",
        "StateDirectory=duet",
        "RuntimeDirectory=duet",
        "AmbientCapabilities=CAP_NET_BIND_SERVICE",
        "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
    ] {
        assert!(unit.lines().any(|there| there == line), "{line}");
    }
    let patience = unit.lines().find_map(|line| line.strip_prefix("TimeoutStopSec=")?.strip_suffix('s'));
    let seconds: u64 = patience.and_then(|text| text.parse().ok()).expect("a time in seconds");
    assert!(seconds > 30, "a server that drains may take so long");
}

#[cfg(feature = "ssr")]
#[test]
fn the_guide_and_the_container_open_the_relays_port_for_udp_and_tcp() {
    let port = duet::server::config::relay::RELAY_LISTEN.port();
    let container = read("deploy/Containerfile");
    let composed = read("deploy/compose.yaml");
    let quadlet = read("deploy/duet.container");
    for transport in ["tcp", "udp"] {
        assert!(container.contains(&format!(" {port}/{transport}")), "{transport}");
        assert!(composed.contains(&format!("\"{port}:{port}/{transport}\"")), "{transport}");
        assert!(quadlet.contains(&format!("PublishPort={port}:{port}/{transport}")), "{transport}");
    }
    assert!(read("docs/running.md").contains(&format!("**Ports to open:** {port} for UDP and TCP")));
}

#[test]
fn the_traffic_of_relayed_calls_is_as_the_guide_reckons() {
    let guide = read("docs/running.md");
    let rows: Vec<Vec<f64>> = guide
        .lines()
        .skip_while(|line| !line.starts_with("| calls a month |"))
        .skip(2)
        .map_while(|line| line.strip_prefix("| ")?.strip_suffix(" |").map(str::to_owned))
        .map(|row| row.split(" | ").map(|cell| cell.replace(' ', "").parse().expect("a number")).collect())
        .collect();
    // Two send 2 Mbit/s each.
    let gigabytes_an_hour = 2.0 * 2e6 * 3_600.0 / 8.0 / 1e9;
    for row in &rows {
        let [calls, minutes, hours, out, into] = row[..] else { panic!("{row:?}") };
        let relayed = calls * minutes / 60.0 * 0.2;
        let traffic = relayed * gigabytes_an_hour;
        assert_eq!([hours, out, into].map(f64::round), [relayed, traffic, traffic].map(f64::round), "{calls} calls");
    }
    assert!(rows.len() >= 3, "{rows:?}");
}

#[cfg(feature = "ssr")]
#[test]
fn the_limits_of_the_relay_are_as_the_document_says() {
    use duet::server::relay::TICKETS_PER_SOCKET;
    let limits = duet::server::relay::Settings::default();
    let sockets = duet::server::config::limits::LimitSettings::default().max_sockets;
    assert_eq!(limits.tickets, TICKETS_PER_SOCKET * sockets);
    let document = read("docs/security.md");
    let told = |number: u64| {
        let digits = number.to_string();
        let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
        groups.join(" ")
    };
    for (limit, value) in [
        ("allocations of one ticket", limits.allocations_per_ticket as u64),
        ("allocations of one network (an IPv4 address, an IPv6 /64)", limits.allocations_per_network as u64),
        ("allocations in all", limits.allocations as u64),
        ("tickets in all", (TICKETS_PER_SOCKET * sockets) as u64),
        ("what one seat sends", limits.seat_bytes_per_second),
        ("requests with a password, of one network", limits.requests_per_network),
        ("answers over UDP to those without a password, of one network", limits.strangers_per_network),
        ("the same in all", limits.strangers_in_all),
    ] {
        let row = document.lines().find(|line| line.starts_with(&format!("| {limit} |"))).expect(limit);
        let said = row.split(" | ").nth(1).expect("a value");
        let is_it = said.strip_prefix(&told(value)).is_some_and(|rest| rest.is_empty() || rest.starts_with([',', ' ']));
        assert!(is_it, "{limit}: {said}");
    }
    assert_eq!(limits.total_bytes_per_second, 0, "that all in sum have no limit is what it says");
}

#[test]
fn a_phone_finds_all_it_needs_to_install_the_page() {
    let manifest: Value = serde_json::from_str(&read("public/manifest.webmanifest")).expect("JSON");
    assert_eq!((&manifest["display"], &manifest["start_url"]), (&"standalone".into(), &"./".into()));
    assert!(manifest["name"].is_string());
    let icons = manifest["icons"].as_array().expect("icons");
    for icon in icons {
        let file = icon["src"].as_str().expect("an address");
        assert!(root().join("public").join(file).is_file(), "{file}");
    }
    // What browsers want before they offer it.
    for size in ["192x192", "512x512"] {
        assert!(icons.iter().any(|icon| icon["sizes"] == size), "{size}");
    }
}
