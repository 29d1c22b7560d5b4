package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ObjectFiles lists the files that hold objects, by their paths below the folder of objects. The
// value changes whenever somebody writes to a file: length, times, place on the disk. It is "" for
// a file that was written just now, since the clock of a file system has steps.
type ObjectFiles map[string]string

// justNow is the greatest age of such a file.
const justNow = 2 * time.Second

// ObjectFiles lists them; ok is false where objects lie in another repository's folder too.
func (r *Repo) ObjectFiles(now time.Time) (files ObjectFiles, ok bool, err error) {
	if _, err := os.Lstat(filepath.Join(r.objects, "info", "alternates")); err == nil {
		return nil, false, nil
	}
	files = ObjectFiles{}
	folders, err := os.ReadDir(r.objects)
	for _, f := range folders {
		if name := f.Name(); f.IsDir() && (len(name) == 2 || name == "pack") {
			err = errors.Join(err, files.add(r.objects, name, now))
		}
	}
	return files, err == nil, err
}

func (files ObjectFiles) add(objects, folder string, now time.Time) error {
	list, err := os.ReadDir(filepath.Join(objects, folder))
	if err != nil {
		return missingIsNone(err)
	}
	for _, e := range list {
		if stray(e.Name()) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		path := folder + "/" + e.Name()
		files[path] = seenFile(filepath.Join(objects, path), info, now)
	}
	return nil
}

// seenFile returns a value that changes when the file does; "" if the system tells too little for
// that.
func seenFile(path string, info fs.FileInfo, now time.Time) string {
	at, ok := stampOf(path)
	changed := time.Unix(0, at.changed)
	if !ok || now.Sub(info.ModTime()) < justNow || now.Sub(changed) < justNow {
		return ""
	}
	return fmt.Sprintf("%d.%d.%d.%d.%d", info.Size(), info.ModTime().UnixNano(), at.changed,
		at.dev, at.ino)
}

// Loose returns the object that a file is by itself; "" for one beside packs.
func Loose(path string) string {
	if id := strings.Replace(path, "/", "", 1); isID(id) {
		return id
	}
	return ""
}
