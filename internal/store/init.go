package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// InitOptions says what kind of repository Init makes: Bare has no work tree,
// Sparse one without the cases. Both at once make no sense, and git refuses them.
type InitOptions struct{ Bare, Sparse bool }

// Init makes the repository dir with the unborn branch main, and dir itself
// where it is missing. It refuses a folder inside a git directory, and a
// repository that already has a ref: records never share a history.
func Init(ctx context.Context, dir string, o InitOptions) (*Repo, error) {
	if err := CheckGit(ctx); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	if err := readyForInit(ctx, dir); err != nil {
		return nil, err
	}
	// An empty template keeps sample hooks and the user's own hooks out. Reflogs must be files:
	// Trace searches them for references that keep a key alive.
	args := []string{"-c", "init.defaultRefFormat=files",
		"init", "--quiet", "--template=", "--object-format=sha1", "--initial-branch=main"}
	if o.Bare {
		args = append(args, "--bare")
	}
	if _, err := (program{env: environment(false)}).runIn(ctx, dir, args...); err != nil {
		return nil, err
	}
	r, err := Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	r.ClearLocks(ctx, []string{mainRef}) // of an earlier init that was cut off
	err = errors.Join(r.ClearBegun(), r.settle(ctx))
	if err == nil && o.Sparse {
		err = r.hideCases(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// settle configures a repository. A stock checkout leaves every byte as it is stored. Stock git
// verifies signatures by the repository's own roster, and drops no object. HEAD names main, also in
// a repository that was empty before.
func (r *Repo) settle(ctx context.Context) error {
	for _, kv := range [][2]string{
		{"core.autocrlf", "false"}, {"core.eol", "lf"}, {"core.safecrlf", "false"},
		{"gpg.format", "ssh"}, {"gpg.ssh.allowedSignersFile", "allowed_signers"},
	} {
		if err := r.SetConfig(ctx, kv[0], kv[1]); err != nil {
			return err
		}
	}
	if err := r.ConfigureCopy(ctx); err != nil {
		return err
	}
	return r.HeadOnMain(ctx)
}

// ConfigureCopy gives the copy of a plain git clone the configuration of our own copies.
func (r *Repo) ConfigureCopy(ctx context.Context) error {
	return errors.Join(r.ConfigureDiff(ctx), r.KeepObjects(ctx))
}

// ConfigureDiff makes stock git show plaintext to people who have the key, and keep none of it.
// .gitattributes gives every sealed file the diff driver casefile.
func (r *Repo) ConfigureDiff(ctx context.Context) error {
	if err := r.attributesOfBare(); err != nil {
		return err
	}
	const key = "diff.casefile.textconv"
	if text, err := ReadAtMost(filepath.Join(r.common, "config"), mostConfig); err == nil &&
		strings.Contains(string(text), "textconv = casefile textconv") {
		return nil // spares a process
	}
	if now, err := r.Config(ctx, key); err != nil || now != "" {
		return err
	}
	if err := r.SetConfig(ctx, "diff.casefile.cachetextconv", "false"); err != nil {
		return err
	}
	return r.SetConfig(ctx, key, "casefile textconv")
}

// readyForInit refuses a folder that Init must not touch. From one in which an earlier git init or
// git config was killed, it removes their locks.
func readyForInit(ctx context.Context, dir string) error {
	if home := halfMade(dir); home != "" {
		return dropInitLocks(home)
	}
	p, err := locate(ctx, dir, allOfIt)
	if errors.Is(err, ErrNotRepository) {
		return nil
	}
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return err
	}
	if abs != p.workTree && abs != p.gitDir {
		if p.workTree != "" {
			return nil // a plain folder of some project: a repository of its own there is fine
		}
		return fmt.Errorf("%s lies inside the git directory %s", dir, p.gitDir)
	}
	if abs == p.gitDir && !p.bare {
		return fmt.Errorf("%s is a git directory itself", dir)
	}
	out, err := program{gitDir: p.gitDir, env: environment(false)}.run(ctx, nil, "for-each-ref",
		"--count=1", "--format=%(refname)")
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("%s is a repository already, and has a history", dir)
	}
	if err != nil {
		return err
	}
	r, err := Open(ctx, dir)
	if err != nil {
		return err
	}
	defer r.Close()
	return r.awaitFree(ctx, r.settingLocks(), time.Now().Add(lockPatience))
}

// attributesOfBare names the diff driver where there is no work tree: git reads
// no .gitattributes then.
func (r *Repo) attributesOfBare() error {
	if !r.Bare() {
		return nil
	}
	file := filepath.Join(r.common, "info", "attributes")
	if _, err := os.Lstat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	// It is git's file, with the mode that the umask gives git's others.
	return WriteNew(file, 0o666, Content([]byte("*.age diff=casefile\n")))
}
