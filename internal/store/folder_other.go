//go:build !windows

package store

import "os"

// syncDir makes the names in a folder durable.
func syncDir(path string) error { return syncFile(path) }

// replace renames over whatever is there.
func replace(from, to string) error { return os.Rename(from, to) }
