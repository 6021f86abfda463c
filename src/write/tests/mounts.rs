//! Mount points and full disks; skipped, with a word, where this process may not mount.

#![cfg(target_os = "linux")]

use std::process::Command;

use super::*;

/// A disk of its own at a folder, until dropped.
struct Mount(PathBuf);

impl Mount {
    fn new(at: PathBuf, arguments: &[&str]) -> Option<Mount> {
        fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount").args(arguments).arg(&at).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Mount(at));
        }
        eprintln!("skipped: this process may not mount");
        None
    }

    fn tiny(at: PathBuf) -> Option<Mount> {
        Mount::new(at, &["-t", "tmpfs", "-o", "size=512k", "tmpfs"])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_mount_point_is_written_file_by_file() {
    let home = Home::new(&[]);
    let Some(_mount) = Mount::tiny(home.at("public")) else { return };
    home.build(ONE);
    home.put("public/CNAME", "c");
    home.put("public/b/notes", "n");
    let same = time(&home.at("public/index.html"));
    assert_eq!(home.build(TWO), Outcome { written: 2, unchanged: 1, removed: 1 });
    let kept = [("CNAME", "c"), TWO[0], ("b/notes", "n"), TWO[1], TWO[2]];
    home.check(&kept);
    assert_eq!(time(&home.at("public/index.html")), same);
    assert_eq!(home.build(TWO).written, 0);
    home.build(&[("a", "file"), ("index.html/x", "folder")]);
    home.check(&[("CNAME", "c"), ("a", "file"), ("b/notes", "n"), ("index.html/x", "folder")]);
}

#[test]
fn a_bind_mount_from_the_same_disk_is_a_mount_point_too() {
    let home = Home::new(&[]);
    let elsewhere = home.0.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let arguments = ["--bind", elsewhere.to_str().unwrap()];
    let Some(_mount) = Mount::new(home.at("public"), &arguments) else { return };
    home.build(ONE);
    home.build(TWO);
    home.check(TWO);
    assert_eq!(tree(&elsewhere), home.site());
}

#[test]
fn an_output_folder_that_holds_a_mount_keeps_it() {
    let home = Home::new(&[]);
    home.build(ONE);
    let Some(_mount) = Mount::tiny(home.at("public/uploads")) else { return };
    home.put("public/uploads/x", "x");
    home.build(TWO);
    let kept = [TWO[0], TWO[1], TWO[2], ("uploads/x", "x")];
    home.check(&kept);
}

/// As in a container whose image brings the folder: it can be written to and not be renamed.
#[test]
fn a_folder_of_a_lower_layer_is_written_file_by_file() {
    let lower = Home::new(&[]);
    lower.build(ONE);
    lower.put("public/CNAME", "c");
    lower.put("public/media/x", "x");
    let upper = tempfile::tempdir().unwrap();
    for folder in ["upper", "work"] {
        fs::create_dir(upper.path().join(folder)).unwrap();
    }
    let layers = format!(
        "lowerdir={},upperdir={1}/upper,workdir={1}/work,redirect_dir=off",
        lower.0.path().display(),
        upper.path().display()
    );
    let home = Home(tempfile::tempdir().unwrap());
    let at = home.0.path().to_owned();
    let Some(_mount) = Mount::new(at, &["-t", "overlay", "-o", &layers, "overlay"]) else { return };
    home.build(TWO);
    let kept = [("CNAME", "c"), TWO[0], TWO[1], TWO[2], ("media/x", "x")];
    home.check(&kept);
    assert_eq!(home.build(TWO).written, 0);
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let home = Home::new(&[]);
    let Some(mount) = Mount::tiny(home.0.path().join("disk")) else { return };
    let around = home.around();
    // A program that another test starts holds the lock for a moment.
    let options =
        Options { force: Force::No, patience: std::time::Duration::from_secs(5), waiting: &|| {} };
    for inner in ["www", ""] {
        let output = mount.0.join(inner);
        let build = |files: &[(&str, &str)]| {
            let target = target(&around, &output, &options)?;
            publish(stage(&target, &Site::of(files))?)
        };
        build(ONE).unwrap();
        let large = "x".repeat(100 * 1024);
        let many: Vec<String> = (0..20).map(|n| format!("n{n:02}/index.html")).collect();
        let files: Vec<(&str, &str)> = many.iter().map(|path| (&**path, &*large)).collect();
        let error = format!("{:#}", build(&files).unwrap_err());
        assert!(error.contains("No space left"), "{error}");
        assert_eq!(tree(&output).len(), 3);
        let beside = fs::read_dir(&mount.0).unwrap();
        assert!(
            beside
                .map(|entry| entry.unwrap().file_name())
                .all(|name| name != ".www.rolebook-stage")
        );
        assert!(!output.join(".rolebook-stage").exists());
        build(TWO).unwrap();
        assert_eq!(tree(&output).len(), 3);
        // The disk itself is the output folder next, and must be empty.
        drop(fs::remove_dir_all(&output));
    }
}
