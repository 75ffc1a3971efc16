use super::*;

const OWN: [u8; 4] = [9, 9, 9, 9];

/// A server for the world to which nothing is wrong.
fn fine() -> Findings {
    let status =
        Status { open_files: Some(65_536), relay: Some(vec![OWN.into()]), ..Status::new(None, None, Some(3478)) };
    Findings {
        status: Ok(status),
        names: vec![Name {
            name: "duet.duet.de".into(),
            addresses: vec![OWN.into()],
            certificate: Some(Certificate::Believed(60)),
        }],
        own: vec![OWN.into()],
        is_proxied: false,
        doors: vec![open(Outside::Reached)],
        is_clock_kept: Some(true),
        free_bytes: Some(10 * FREE_MIN_BYTES),
        state: None,
    }
}

fn open(outside: Outside) -> Door {
    Door { port: "443/tcp".into(), purpose: "the page", here: Port::Answers, outside, command: "ask".into() }
}

/// The lines that are not good after a change, as level and what they are about.
fn found(change: impl FnOnce(&mut Findings)) -> Vec<(Level, String)> {
    let mut findings = fine();
    change(&mut findings);
    judge(&findings).into_iter().filter(|line| line.level != Level::Good).map(|line| (line.level, line.about)).collect()
}

fn one(level: Level, about: &str) -> Vec<(Level, String)> {
    vec![(level, about.to_owned())]
}

#[test]
fn a_server_to_which_nothing_is_wrong_has_nothing_to_do() {
    let lines = judge(&fine());
    assert!(lines.iter().all(|line| line.level == Level::Good && line.todo.is_empty()), "{lines:?}");
}

/// A person who reads "bad" has to know what to do next.
#[test]
fn everything_bad_says_what_to_do() {
    let faults: [fn(&mut Findings); 8] = [
        |findings| findings.status = Err("no server of Duet answers".into()),
        |findings| findings.names[0].addresses.clear(),
        |findings| findings.names[0].addresses = vec![[8, 8, 8, 8].into()],
        |findings| findings.names[0].certificate = Some(Certificate::None("nothing answers".into())),
        |findings| findings.names[0].certificate = Some(Certificate::Believed(3)),
        |findings| findings.doors = vec![open(Outside::Blocked)],
        |findings| findings.doors[0].here = Port::Closed,
        |findings| findings.free_bytes = Some(1),
    ];
    for fault in faults {
        let mut findings = fine();
        fault(&mut findings);
        let bad: Vec<_> = judge(&findings).into_iter().filter(|line| line.level == Level::Bad).collect();
        assert_eq!(bad.len(), 1, "{bad:?}");
        assert!(!bad[0].todo.is_empty(), "{bad:?}");
    }
}

#[test]
fn a_name_is_judged_by_where_it_leads_as_far_as_that_can_be_told() {
    let name = "name duet.duet.de";
    let elsewhere = |findings: &mut Findings| findings.names[0].addresses.push([8, 8, 8, 8].into());
    assert_eq!(found(elsewhere), one(Level::Bad, name));
    // Behind a router, in a cloud: the public address is not this machine's own.
    let translated = |findings: &mut Findings| findings.own = vec![[10, 0, 0, 5].into()];
    assert_eq!(found(translated), one(Level::Note, name));
    let nameless = |findings: &mut Findings| findings.names.clear();
    assert_eq!(found(nameless), one(Level::Note, "name"));
}

#[test]
fn without_a_helper_the_command_is_told_that_asks_from_elsewhere() {
    let mut findings = fine();
    findings.doors = vec![open(Outside::NotAsked)];
    let line = judge(&findings).into_iter().find(|line| line.about == "port 443/tcp").expect("the port");
    assert_eq!((line.level, line.todo.as_str()), (Level::Note, "From another network: ask"));
}

#[test]
fn what_the_server_itself_knows_is_told() {
    let status = |change: fn(&mut Status)| {
        move |findings: &mut Findings| {
            if let Ok(status) = &mut findings.status {
                change(status);
            }
        }
    };
    assert_eq!(found(status(|status| status.version = "0.0.1".into())), one(Level::Note, "server"));
    assert_eq!(found(status(|status| status.is_draining = true)), one(Level::Note, "server"));
    assert_eq!(found(status(|status| status.open_files = Some(1_024))), one(Level::Note, "open files"));
    assert_eq!(found(status(|status| status.relay = None)), one(Level::Note, "relay"));
    assert_eq!(found(status(|status| status.notices = vec!["Host".into()])), one(Level::Bad, "proxy"));
}

#[test]
fn an_address_of_ipv6_that_only_one_of_name_and_machine_has_is_worth_knowing() {
    let six: IpAddr = "2620:fe::9".parse().expect("an address");
    assert_eq!(found(|findings| findings.own.push(six)), one(Level::Note, "IPv6"));
    assert_eq!(found(|findings| findings.names[0].addresses.push(six)).last(), Some(&(Level::Note, "IPv6".to_owned())));
    let both = |findings: &mut Findings| {
        findings.own.push(six);
        findings.names[0].addresses.push(six);
    };
    assert!(found(both).is_empty());
}
