package access

import (
	"bytes"
	"maps"
	"slices"

	"casefile/internal/disclose"
)

// Found is something in the folder of a copy that people have read.
type Found struct {
	Name string                 // as a package names it
	Read func() ([]byte, error) // nil where it is no ordinary file
}

// Differences names what makes a folder another copy than the record gives. Files that differ, or
// are no part of the copy, come in the order in which they were found; then come missing ones. A
// file that is no part of the copy is not read.
func Differences(pack disclose.Package, folder []Found) ([]string, error) {
	var differs []string
	seen := map[string]bool{}
	for _, f := range folder {
		seen[f.Name] = true
		want, ok := pack[f.Name]
		if ok && f.Read != nil {
			data, err := f.Read()
			if err != nil {
				return nil, err
			}
			if bytes.Equal(data, want) {
				continue
			}
		}
		differs = append(differs, f.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(pack)) {
		if !seen[name] {
			differs = append(differs, name)
		}
	}
	return differs, nil
}
