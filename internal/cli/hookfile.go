package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/store"
)

// hookMark is in every hook that casefile wrote.
const hookMark = "# casefile hook 1: "

// mayReplace refuses to overwrite somebody's hook, and keeps it under another
// name where that is asked for.
func mayReplace(path string, force bool) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && strings.Contains(string(text), hookMark) {
		return nil
	}
	if err != nil {
		return err
	}
	if !force {
		return withHint(fmt.Errorf("there is another hook: %s", path), "casefile hook install --force keeps it as %s", filepath.Base(path)+before)
	}
	if _, err := os.Lstat(path + before); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s is there already: take it away first", path+before))
	}
	return nil
}

const before = ".before-casefile"

func writeHook(path, program, name string) error {
	text := fmt.Sprintf("#!/bin/sh\n%swritten by casefile hook install, and again when that is repeated\nexec %s hook %s\n", hookMark, shellQuoted(program), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if old, err := os.ReadFile(path); err == nil && !strings.Contains(string(old), hookMark) {
		if err := os.Rename(path, path+before); err != nil {
			return err
		}
	}
	return store.WriteFile(path, 0o755, store.Content([]byte(text)))
}

func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
