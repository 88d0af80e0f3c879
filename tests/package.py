#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make the Debian package and live through all of it in an empty root: install, start, reload, stop, remove, purge.

  package.py BUILD_DIR

Checks the control file, that the installed program finds its own data (not the source tree's), that every line of the unit
file is one systemd knows and how exposed it leaves the service. As root the worker is started there as the unit file says:
its environment, a user without rights, a read-only system with a state folder, READY and the watchdog, and no system call
outside of the filter (strace looks). Then nothing is left after a purge.
"""
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

USER = 65531


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode:
        sys.exit("%s: exit status %d\n%s%s" % (" ".join(map(str, command)), done.returncode, done.stdout, done.stderr))
    return done.stdout


def expect(ok, *what):
    if not ok:
        sys.exit(" ".join(map(str, what)))


def dpkg(root, *command):
    return run("dpkg", "--root=%s" % root, "--force-depends", "--force-script-chrootless",
               *([] if os.geteuid() == 0 else ["--force-not-root"]), "--log=/dev/null", *command)


def install(root, package):
    (root / "var" / "lib" / "dpkg" / "info").mkdir(parents=True)
    (root / "var" / "lib" / "dpkg" / "updates").mkdir()
    (root / "var" / "lib" / "dpkg" / "status").touch()
    if os.geteuid() == 0:
        dpkg(root, "--install", package)
    else:  # dpkg gives files to root
        run("dpkg-deb", "-x", package, root)


def check_files(root, environment):
    wirefact = root / "usr" / "bin" / "wirefact"
    marked = root / "usr" / "share" / "wirefact" / "data" / "package_test.tsv"
    marked.write_text("# source: this test\n# licence: Apache-2.0\nqwertyuiop\t\n")
    plain = json.loads(run(wirefact, "extract", "-", input="No facts.\n", env=environment).splitlines()[-1])
    marked.unlink()
    without = json.loads(run(wirefact, "extract", "-", input="No facts.\n", env=environment).splitlines()[-1])
    expect(plain["producer"]["rules"] != without["producer"]["rules"], "the program does not read the data of its own package")
    run(wirefact, "check", "-c", root / "etc" / "wirefact" / "wirefact.yaml", env=environment)
    for name in ("usr/share/man/man1/wirefact.1", "usr/share/bash-completion/completions/wirefact",
                 "usr/share/doc/wirefact/docs/operating.md", "usr/share/doc/wirefact/examples/alerts.yaml",
                 "usr/share/doc/wirefact/examples/grafana.json", "usr/include/wirefact/extractors/extractor.h"):
        expect((root / name).exists() or (root / (name + ".gz")).exists(), "the package has no", name)


def settings(unit):
    """The unit's [Service] section: name to the list of its values."""
    found = {}
    for line in unit.read_text().split("[Service]")[1].split("[Install]")[0].splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def check_unit(root, tmp):
    unit = root / "usr" / "lib" / "systemd" / "system" / "wirefact.service"
    if shutil.which("systemd-analyze"):
        copy = tmp / "wirefact.service"
        copy.write_text(unit.read_text().replace("/usr/bin/wirefact", str(root / "usr" / "bin" / "wirefact")))
        run("systemd-analyze", "verify", "--man=no", copy)
        run("systemd-analyze", "security", "--offline=true", "--threshold=15", copy)  # 1.5 of 10
    return settings(unit)


def allowed_calls(filters):
    """System calls that SystemCallFilter lets through, by systemd's own sets."""
    def members(name):
        if not name.startswith("@"):
            return {name}
        lines = run("systemd-analyze", "syscall-filter", name).splitlines()[1:]
        words = [w.strip() for w in lines if w.strip() and not w.strip().startswith("#")]
        return set().union(*(members(w) for w in words))
    allowed = members("@default")
    for value in filters:
        names = set().union(*(members(n) for n in value.lstrip("~").split()))
        allowed = allowed - names if value.startswith("~") else allowed | names
    return allowed


def inside(root, port, log):
    """In a mount namespace of our own: become the service. Does not return."""
    unit = settings(root / "usr" / "lib" / "systemd" / "system" / "wirefact.service")
    libraries = {os.path.realpath(p) for p in ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64") if os.path.isdir(p)}
    run("mount", "--make-rprivate", "/")
    run("mount", "--bind", root, root)
    for path in sorted(libraries) + ["/lib/x86_64-linux-gnu", "/lib64", "/proc", "/dev"]:
        if os.path.isdir(path):
            (root / path[1:]).mkdir(parents=True, exist_ok=True)
            run("mount", "--bind", os.path.realpath(path), root / path[1:])
    state = root / "var" / "lib" / unit["StateDirectory"][0]
    state.mkdir(parents=True, exist_ok=True)
    os.chown(state, USER, USER)
    run("mount", "--bind", state, state)
    run("mount", "-o", "remount,ro,bind", root)
    environment = dict(v.split("=", 1) for v in unit["Environment"])
    environment.update(WIREFACT_HTTP_LISTEN="127.0.0.1:%s" % port, NOTIFY_SOCKET=os.environ["NOTIFY_SOCKET"],
                       WATCHDOG_USEC="%d000000" % int(unit["WatchdogSec"][0]))
    os.umask(int(unit["UMask"][0], 8))
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 2)
    os.chroot(root)
    os.chdir("/")
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    expect(ctypes.CDLL(None).prctl(38, 1, 0, 0, 0) == 0, "no PR_SET_NO_NEW_PRIVS")
    command = unit["ExecStart"][0].split()
    os.execve(command[0], command, environment)


def start(root, tmp, unit):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    name, log, calls = "wirefact-package-%d" % os.getpid(), tmp / "log", tmp / "calls"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name)
        manager.settimeout(60)
        command = ["unshare", "--mount", sys.executable, __file__, "--inside", str(root), str(port), str(log)]
        tracer = shutil.which("strace")
        if tracer:
            command = [tracer, "-f", "-qq", "-o", str(calls), *command]
        process = subprocess.Popen(command, env={**os.environ, "NOTIFY_SOCKET": "@" + name}, stdout=subprocess.DEVNULL)
        try:
            ready = manager.recv(1000).decode()
            expect(ready.startswith("READY=1"), "not ready but", ready)
            worker = find(process.pid)
            status = pathlib.Path("/proc/%d/status" % worker).read_text()
            expect(re.search(r"Uid:\s+%d\s+%d" % (USER, USER), status) and re.search(r"CapEff:\s+0+$", status, re.M), status)
            os.kill(worker, {"HUP": signal.SIGHUP}[re.search(r"kill -(\w+)", unit["ExecReload"][0]).group(1)])
            deadline = time.monotonic() + 30
            while '"reloaded"' not in log.read_text():
                expect(time.monotonic() < deadline and process.poll() is None, "no reload:", log.read_text())
                time.sleep(0.1)
            os.kill(worker, signal.SIGTERM)
            expect(process.wait(int(unit["TimeoutStopSec"][0])) == 0, "exit", process.returncode, log.read_text())
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    expect(any((root / "var" / "lib" / "wirefact").iterdir()), "no crash markers in the state folder")
    if tracer:
        lines = calls.read_text().split('execve("/usr/bin/wirefact"')[1].splitlines()[1:]
        used = set(re.findall(r"^\d+ +(\w+)\(", "\n".join(lines), re.M))
        expect(len(used) > 30, "strace saw only", used)
        expect(not used - allowed_calls(unit["SystemCallFilter"]), "outside of SystemCallFilter:",
               used - allowed_calls(unit["SystemCallFilter"]))
    return bool(tracer)


def find(parent):
    """The process of the program below `parent`."""
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        pid, above, name = (re.search(r"^%s:\s+(\S+)" % k, text, re.M).group(1) for k in ("Pid", "PPid", "Name"))
        if name == "wirefact" and descends(int(above), parent):
            return int(pid)
    sys.exit("the worker is not there")


def descends(pid, ancestor):
    while pid > 1:
        if pid == ancestor:
            return True
        pid = int(re.search(r"^PPid:\s+(\d+)", pathlib.Path("/proc/%d/status" % pid).read_text(), re.M).group(1))
    return False


def leave(root):
    """Remove keeps what somebody may have changed, purge nothing."""
    dpkg(root, "--remove", "wirefact")
    expect((root / "etc/wirefact/wirefact.yaml").exists() and not (root / "usr/bin/wirefact").exists(), "remove is wrong")
    dpkg(root, "--purge", "wirefact")
    left = [p for p in root.rglob("*") if p.is_file() and "var/lib/dpkg" not in str(p)]
    expect(not left and not (root / "var/lib/wirefact").exists() and not (root / "etc/wirefact").exists(), "left after a purge:", left)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        tmp = pathlib.Path(name)
        tmp.chmod(0o755)
        run("cpack", "--config", build / "CPackConfig.cmake", "-B", tmp / "package", cwd=build)
        package = next((tmp / "package").glob("*.deb"))
        control = run("dpkg-deb", "-f", package)
        for needed in ("Package: wirefact", "librdkafka1", "libpcre2-8-0"):
            expect(needed in control, "the control file lacks", needed, control)
        root = tmp / "root"
        install(root, package)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("WIREFACT_")}
        check_files(root, environment)
        unit = check_unit(root, tmp)
        if os.geteuid() != 0:
            print("the package was made, unpacked and used; only root can install and start it")
            return
        traced = start(root, tmp, unit)
        leave(root)
    print("the package was installed, started as its unit says%s, removed and purged" % (", traced" if traced else ""))


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        inside(pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4])
    main()
