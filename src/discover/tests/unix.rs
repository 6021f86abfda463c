//! Links, pipes and permissions.

use std::os::unix::{
    ffi::OsStrExt,
    fs::{PermissionsExt, symlink},
};

use super::*;

#[test]
fn links_inside_the_folder_are_followed() {
    let dir = folder(&[("a/x.md", b"x"), ("a/img.png", b""), ("b/", b"")]);
    symlink("../a/x.md", dir.path().join("b/y.md")).unwrap();
    symlink("a", dir.path().join("c")).unwrap();
    let read = all(&dir);
    assert_eq!(messages(&read), [""; 0]);
    assert_eq!(listed(&read.value), "a/x.md b/y.md c/x.md|a/img.png c/img.png|");
    assert_eq!(&*read.value.pages[1].source.text, "x");
}

#[test]
fn links_out_of_the_folder_to_nothing_and_in_circles_are_said() {
    let dir = folder(&[("a/x.md", b""), ("b/", b"")]);
    let link = |to: &str, at: &str| symlink(to, dir.path().join(at)).unwrap();
    link("/etc/hostname", "out.md");
    link("/etc", "outside");
    link("nothing.md", "dangling.md");
    link("self.md", "self.md");
    link("..", "a/up");
    link("../b", "a/to-b");
    link("../a", "b/to-a");
    let read = all(&dir);
    let mut said = messages(&read);
    said.sort();
    let back = "this symbolic link leads back to a folder that it stands in; it is not followed";
    let out = "this symbolic link leads out of the folder; it is not followed";
    let unfollowed = "this symbolic link cannot be followed";
    assert_eq!(
        said,
        [
            format!("a/to-b/to-a 0 unreadable-file: {back}"),
            format!("a/up 0 unreadable-file: {back}"),
            format!("b/to-a/to-b 0 unreadable-file: {back}"),
            format!("b/to-a/up 0 unreadable-file: {back}"),
            format!("dangling.md 0 unreadable-file: {unfollowed}: it leads to nothing"),
            format!("out.md 0 unreadable-file: {out}"),
            format!("outside 0 unreadable-file: {out}"),
            format!(
                "self.md 0 unreadable-file: {unfollowed}: filesystem loop or indirection limit (e.g. symlink loop)"
            ),
        ]
    );
    assert_eq!(listed(&read.value), "a/x.md b/to-a/x.md||");
}

#[test]
fn folders_that_all_link_to_each_other_do_not_hang() {
    let dir = folder(&[]);
    let names: Vec<String> = (0..12).map(|n| format!("d{n:02}")).collect();
    for name in &names {
        fs::create_dir(dir.path().join(name)).unwrap();
        for other in &names {
            symlink(format!("../{other}"), dir.path().join(name).join(other)).unwrap();
        }
    }
    assert!(all(&dir).diagnostics.iter().any(|d| d.message.starts_with("more than 1000")));
}

#[test]
fn pipes_are_not_opened_and_odd_names_are_said() {
    let dir = folder(&[("a.md", b"")]);
    let pipe = |name: &str| {
        assert!(Command::new("mkfifo").arg(dir.path().join(name)).status().unwrap().success());
    };
    pipe("pipe.md");
    pipe(".gitignore");
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xE9.md")), "").unwrap();
    let read = all(&dir);
    assert_eq!(listed(&read.value), "a.md||");
    assert_eq!(
        messages(&read),
        [
            "pipe.md 0 unreadable-file: this is a device, pipe or socket; it is left out",
            "\u{fffd}.md 0 unreadable-file: this name is not UTF-8, so it cannot be an address; \
         it is left out",
        ]
    );
}

#[test]
fn what_may_not_be_read_is_said_and_left_out() {
    let dir = folder(&[("a.md", b""), ("b.md", b""), ("c/d.md", b"")]);
    for path in ["b.md", "c"] {
        fs::set_permissions(dir.path().join(path), fs::Permissions::from_mode(0o0)).unwrap();
    }
    if fs::read(dir.path().join("b.md")).is_ok() {
        eprintln!("skipped: the superuser may read everything");
        return;
    }
    let read = all(&dir);
    assert_eq!(listed(&read.value), "a.md||");
    assert_eq!(
        messages(&read),
        [
            "c 0 unreadable-file: this cannot be read (permission denied)",
            "b.md 0 unreadable-file: this file cannot be read (permission denied)",
        ]
    );
    fs::set_permissions(dir.path().join("c"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_path_is_real_when_its_links_are_followed_to_where_it_ends() {
    let dir = folder(&[("a/", b"")]);
    let root = dir.path().canonicalize().unwrap();
    symlink("a", dir.path().join("b")).unwrap();
    let check = |path: &str, expected: &str| {
        assert_eq!(real_path(&dir.path().join(path)).unwrap(), root.join(expected), "{path}");
    };
    check("b", "a");
    check("b/x/y", "a/x/y");
    check("x/../a/./y", "a/y");
}

#[test]
fn a_handbook_behind_a_link_is_named_as_a_watch_names_it() {
    let dir = folder(&[("real/content/a.md", b"# A\n"), ("real/content/log.txt", b"")]);
    let link = dir.path().join("link");
    symlink("real", &link).unwrap();
    let (project, memory) = (project(&link).unwrap(), Memory::default());
    let read = sources(&project, &config(true), &memory).unwrap().value;
    assert_eq!(read.files[0].disk, link.join("content/log.txt"));
    let page = link.join("content/a.md");
    fs::write(&page, "# B\n").unwrap();
    let read = touched(&project, &config(true), &memory, &[page].into()).unwrap().value;
    assert_eq!(&*read.pages[0].source.text, "# B\n");
}
