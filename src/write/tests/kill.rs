//! `kill -9` at any moment leaves the old site or the new one, whole, and the next build works.

use std::{
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use super::*;

/// Set for a process that builds and is killed: the handbook's folder, the site, the place.
const ASKED: &str = "ROLEBOOK_TEST_BUILD";

/// How many files: some tens of milliseconds, so that the kills fall everywhere.
const FILES: usize = 250;

/// How many builds are killed.
const KILLS: u32 = 60;

/// Version `version` of a site: a third of the files changes, some come and go.
fn site(version: usize) -> Site {
    let page = |n: usize| {
        let text = if n.is_multiple_of(3) { format!("{n} in {version}") } else { n.to_string() };
        (format!("s{}/p{n}/index.html", n % 20), text.repeat(50))
    };
    Site((0..FILES).filter(|n| n % 7 != version % 7).map(page).collect())
}

/// Not a test: what the killed process runs, when it is asked to.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test that starts this process asks by it")]
fn build_when_asked() {
    let Ok(asked) = std::env::var(ASKED) else { return };
    let [root, version, place] = asked.split('|').collect::<Vec<_>>()[..] else { panic!() };
    let target = open(Path::new(root)).unwrap();
    let place = if place == "Inside" { room::Place::Inside } else { room::Place::Beside };
    let files = site(version.parse().unwrap());
    publish(stage::stage_in(&target, &files, place).unwrap()).unwrap();
}

fn open(root: &Path) -> anyhow::Result<Target> {
    let around = Around {
        root: root.to_owned(),
        content: root.join("content"),
        themes: root.join("themes"),
        statics: root.join("static"),
        working: root.join("content"),
        home: None,
    };
    let patience = Duration::from_secs(20);
    target(&around, &root.join("public"), &Options { force: Force::No, patience, waiting: &|| {} })
}

fn spawn(home: &Home, version: usize, place: room::Place) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "write::tests::kill::build_when_asked", "--nocapture"])
        .env(ASKED, format!("{}|{version}|{place:?}", home.at("").display()))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// The files of version `version`, and those that were there before.
fn expected(version: usize, foreign: &[(&str, &str)]) -> Vec<(String, String)> {
    let foreign = foreign.iter().map(|&(path, text)| (path.to_owned(), text.to_owned()));
    let mut files: Vec<_> = site(version).0.into_iter().chain(foreign).collect();
    files.sort();
    files
}

const FOREIGN: &[(&str, &str)] =
    &[(".git/HEAD", "ref"), (".git/objects/x", "o"), ("CNAME", "c"), ("s1/notes.txt", "n")];

/// A handbook in memory where there is such a folder: a slow disk would make these tests long.
fn quick() -> Home {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    Home::new_in(folder.unwrap(), &[])
}

/// Builds in a loop and kills each build at another moment.
fn kill_in_a_loop(home: &Home, place: room::Place) {
    assert!(spawn(home, 0, place).wait().unwrap().success());
    for (path, text) in FOREIGN {
        home.put(&format!("public/{path}"), text);
    }
    let started = Instant::now();
    assert!(spawn(home, 1, place).wait().unwrap().success());
    let mut whole = started.elapsed();
    let (mut standing, mut killed, mut published) = (1, 0, 0);
    for round in 0..KILLS * 5 {
        let version = 2 + round as usize;
        let mut child = spawn(home, version, place);
        // A step of the golden ratio visits every part of the time evenly, without a seed.
        let part = f64::from(round) * 0.618_034 % 1.0;
        sleep(whole.mul_f64(part));
        drop(child.kill());
        let is_killed = !child.wait().unwrap().success();
        // The machine has other work, so a build takes now longer and now shorter.
        let drift = if is_killed { if part > 0.9 { 1.05 } else { 1.0 } } else { 0.95 };
        whole = whole.mul_f64(drift);
        if place == room::Place::Beside {
            let found = home.site();
            let is_whole = same_at_once(&found, standing) || same_at_once(&found, version);
            assert!(is_whole, "round {round}: neither the old site nor the new one");
        }
        // The next start mends it.
        drop(open(&home.at("")).unwrap());
        let found = home.site();
        let is_new = found == expected(version, FOREIGN);
        standing = if is_new { version } else { standing };
        assert!(found == expected(standing, FOREIGN), "round {round}: not mended");
        home.is_clean();
        killed += u32::from(is_killed);
        published += u32::from(is_killed && is_new);
        if killed == KILLS {
            break;
        }
    }
    assert!(spawn(home, 0, place).wait().unwrap().success());
    assert_eq!(home.site(), expected(0, FOREIGN));
    eprintln!("{killed} builds killed, {published} of them after the new site was published");
    assert_eq!(killed, KILLS);
}

/// Foreign folders follow the exchange; all else is there at every moment.
fn same_at_once(found: &[(String, String)], version: usize) -> bool {
    let follows = |path: &str| path.starts_with(".git/");
    let found = found.iter().filter(|(path, _)| !follows(path));
    found.eq(expected(version, FOREIGN).iter().filter(|(path, _)| !follows(path)))
}

#[test]
fn a_killed_build_leaves_one_whole_site() {
    kill_in_a_loop(&quick(), room::Place::Beside);
}

#[test]
fn a_build_that_is_killed_file_by_file_is_finished_by_the_next() {
    let home = quick();
    fs::create_dir(home.at("public")).unwrap();
    kill_in_a_loop(&home, room::Place::Inside);
}

#[test]
fn many_builds_at_once_do_each_other_no_harm() {
    let home = quick();
    let children: Vec<_> = (0..6).map(|n| spawn(&home, n, room::Place::Beside)).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert!((0..6).any(|version| home.site() == expected(version, &[])));
    home.is_clean();
}
