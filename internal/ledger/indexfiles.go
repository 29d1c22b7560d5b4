package ledger

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"casefile/internal/store"
)

// indexFiles manages the files of an index. The file tip has the length and SHA-256 of each, the
// commit up to which they are complete, the trust with which they were judged, and the account's
// mark under all of it. A missing, added, changed or misplaced line makes the files worthless. They
// are then built again. A part that can't be written stays in memory.
type indexFiles struct {
	dir   string // "" without a mark; then nothing is read or written
	mark  Mark
	trust string // what is pinned; the files must have been judged by it

	// anew judges history from its beginning up to a tip, and adds its lines to these files.
	anew func(tip string) error

	mutex  sync.Mutex
	now    state
	memory bool              // memory holds more than the disk
	loaded string            // the text of the file tip from which now was read
	whole  map[string][]byte // files that were read and are right
	held   int               // their size in bytes
}

// state says which files are believed, and how far.
type state struct {
	tip   string // a commit; "" for nothing
	place int    // of tip
	trust string // what was pinned at the judging
	files map[string]extent
}

// extent says how far a file is believed. beyond holds further lines in memory.
type extent struct {
	length int64
	sum    string // hex SHA-256 of the first length bytes
	last   int    // place of the last line
	beyond []byte
}

// indexForm names the form of all the index's files.
const indexForm = "casefile index 8"

// maxWhole bounds the bytes of right files that are kept in memory.
const maxWhole = 16 << 20

// errKept says that a file of the index is not what was written.
var errKept = errors.New("a file of the index is not what was written")

// load reads the file tip. A wrong one counts as none.
func (k *indexFiles) load() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.dir == "" || k.memory {
		return
	}
	data, err := store.ReadAtMost(filepath.Join(k.dir, "tip"), mostNotes)
	if text := string(data); err != nil || text != k.loaded || text == "" {
		k.loaded, k.whole, k.held = text, nil, 0
		if k.now, _ = k.parse(text); k.now.trust != k.trust {
			k.now = state{}
		}
	}
}

// parse reads the text of the file tip; false where it does not bear the mark.
func (k *indexFiles) parse(text string) (s state, ok bool) {
	at := strings.LastIndex(text, "mark ")
	if at < 0 || !strings.HasPrefix(text, indexForm+"\n") || !strings.HasSuffix(text, "\n") ||
		!k.mark.is("index", text[:at], text[at+len("mark "):len(text)-1]) {
		return state{}, false
	}
	s.files = make(map[string]extent, 1300)
	for i, line := range strings.Split(text[:at], "\n") {
		w := strings.Fields(line)
		switch {
		case i == 0 || len(w) == 0:
		case i == 1 && len(w) == 3:
			s.trust, s.tip = strings.Trim(w[0], "-"), w[1]
			s.place, _ = strconv.Atoi(w[2])
		case len(w) == 4:
			var e extent
			e.length, _ = strconv.ParseInt(w[1], 10, 64)
			e.last, _ = strconv.Atoi(w[2])
			e.sum = w[3]
			s.files[w[0]] = e
		default:
			return state{}, false
		}
	}
	return s, len(s.tip) == 40
}

// text returns the file tip for a state.
func (k *indexFiles) text(s state) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s %s %d\n", indexForm, cmp.Or(s.trust, "-"), s.tip, s.place)
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		e := s.files[name]
		b.WriteString(name + " " + strconv.FormatInt(e.length, 10) + " " + strconv.Itoa(e.last) +
			" " + e.sum + "\n")
	}
	return b.String() + "mark " + k.mark.of("index", b.String()) + "\n"
}

// read returns the believed part of a file; nothing for a missing one. A wrong file is made again
// first, silently.
func (k *indexFiles) read(name string) (data []byte, err error) {
	err = k.try(func() error {
		data, err = k.look(name)
		return err
	})
	return data, err
}

// try does something that needs right files. Where a file is wrong, it makes all again and tries
// once more.
func (k *indexFiles) try(do func() error) error {
	locked := func() error {
		k.mutex.Lock()
		defer k.mutex.Unlock()
		return do()
	}
	tip := k.tip()
	err := locked()
	if !errors.Is(err, errKept) || k.anew == nil {
		return err
	}
	k.drop()
	if err := k.anew(tip); err != nil {
		return err
	}
	return locked()
}

func (k *indexFiles) tip() string {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.now.tip
}

// look returns a file, or errKept.
func (k *indexFiles) look(name string) ([]byte, error) {
	e, ok := k.now.files[name]
	if !ok {
		return nil, nil
	}
	if data, ok := k.whole[name]; ok {
		return data, nil
	}
	var data []byte
	if e.length > 0 {
		var err error
		if data, err = readFirst(filepath.Join(k.dir, name), e.length); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", errKept, name, err)
		}
		if sumOf(data) != e.sum {
			return nil, fmt.Errorf("%w: %s", errKept, name)
		}
	}
	data = append(data, e.beyond...)
	k.hold(name, data)
	return data, nil
}

func (k *indexFiles) hold(name string, data []byte) {
	if k.held += len(data); k.held > maxWhole || k.whole == nil {
		k.whole, k.held = map[string][]byte{}, len(data)
	}
	k.whole[name] = data
}

// readFirst reads the first length bytes of a file, and fails where there are fewer.
func readFirst(path string, length int64) ([]byte, error) {
	f, err := store.OpenPlain(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() < length {
		return nil, errors.Join(err, fs.ErrNotExist)
	}
	data := make([]byte, length)
	_, err = f.ReadAt(data, 0)
	return data, err
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// onDisk reports whether everything that is believed is on the disk.
func (k *indexFiles) onDisk() bool {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.dir != "" && !k.memory
}

// drop stops believing the files, and goes on in memory. It removes the file tip, if that is still
// the misleading one, so that the next run starts afresh.
func (k *indexFiles) drop() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	path := filepath.Join(k.dir, "tip")
	if data, err := store.ReadAtMost(path, mostNotes); k.dir != "" && err == nil &&
		string(data) == k.loaded {
		_ = os.Remove(path)
	}
	k.now, k.whole, k.held, k.memory = state{}, nil, 0, true
}

// forget empties the files. Files that can't be removed are not believed.
func (k *indexFiles) forget() {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.now, k.whole, k.held, k.loaded = state{}, nil, 0, ""
	if k.dir != "" {
		k.memory = os.RemoveAll(k.dir) != nil
	}
}

// extend adds lines after the believed part of each file. The files are then complete up to tip.
// Two processes that judge the same commits write the same bytes to the same places.
func (k *indexFiles) extend(lines *learnedLines, tip string, place int) error {
	return k.try(func() error { return k.add(lines, tip, place) })
}

func (k *indexFiles) add(lines *learnedLines, tip string, place int) error {
	if !k.memory && k.dir != "" {
		next, err := k.write(lines, state{tip, place, k.trust, maps.Clone(k.now.files)})
		if errors.Is(err, errKept) {
			return err
		}
		if err == nil {
			k.now = next
			return nil
		}
		k.whole, k.held = nil, 0
	}
	k.memory = true
	next := state{tip, place, k.trust, maps.Clone(k.now.files)}
	if next.files == nil {
		next.files = map[string]extent{}
	}
	for _, name := range lines.names() {
		l, err := lines.of(name)
		if err != nil {
			return err
		}
		if len(l) == 0 {
			continue
		}
		e := next.files[name]
		e.beyond, e.last = append(slices.Clip(e.beyond), l...), lastPlace(l)
		next.files[name] = e
		delete(k.whole, name)
	}
	k.now = next
	return nil
}

// write writes the lines to the disk, without fsync: the SHA-256 shows what a loss of power takes
// away.
func (k *indexFiles) write(lines *learnedLines, next state) (state, error) {
	if err := store.MakeFolder(k.dir, 0o700); err != nil {
		return next, err
	}
	if next.files == nil {
		next.files = map[string]extent{}
	}
	for _, name := range lines.names() {
		l, err := lines.of(name)
		if err != nil {
			return next, err
		}
		if len(l) == 0 {
			continue // no lines for this file
		}
		before, err := k.look(name)
		if err != nil {
			return next, err
		}
		if err := writeAt(filepath.Join(k.dir, name), int64(len(before)), l); err != nil {
			return next, err
		}
		data := append(slices.Clip(before), l...)
		next.files[name] = extent{length: int64(len(data)), sum: sumOf(data), last: lastPlace(l)}
		k.hold(name, data)
	}
	text := k.text(next)
	err := store.WriteCache(filepath.Join(k.dir, "tip"), 0o600, store.Content([]byte(text)))
	if err == nil {
		k.loaded = text
	}
	return next, err
}

func writeAt(path string, at int64, data []byte) error {
	f, err := store.OpenPlain(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(data, at)
	return errors.Join(err, f.Close())
}

// cut removes the lines of commits after a place. It writes nothing: the end of a file is not read,
// and the next lines overwrite it.
func (k *indexFiles) cut(place int) error {
	return k.try(func() error {
		next := maps.Clone(k.now.files)
		for name, e := range k.now.files {
			if e.last <= place {
				continue
			}
			data, err := k.look(name)
			if err != nil {
				return err
			}
			if data = upToPlace(data, place); k.memory {
				next[name] = extent{beyond: slices.Clone(data), last: lastPlace(data)}
			} else {
				next[name] = extent{length: int64(len(data)), sum: sumOf(data),
					last: lastPlace(data)}
			}
		}
		k.now.files, k.whole, k.held = next, nil, 0
		return nil
	})
}

// upToPlace returns the lines of a file up to a place; lines are in order.
func upToPlace(data []byte, place int) []byte {
	end := 0
	for line := range bytes.Lines(data) {
		if placeOfLine(string(line)) > place {
			break
		}
		end += len(line)
	}
	return data[:end]
}

// lastPlace returns the place of the last line.
func lastPlace(data []byte) int {
	data = bytes.TrimSuffix(data, []byte("\n"))
	return placeOfLine(string(data[bytes.LastIndexByte(data, '\n')+1:]))
}

// placeOfLine returns the place at the beginning of an index line; 0 for an invalid line.
func placeOfLine(line string) int {
	word, _, _ := strings.Cut(line, " ")
	place, err := strconv.Atoi(strings.TrimSpace(word))
	if err != nil {
		return 0
	}
	return place
}
