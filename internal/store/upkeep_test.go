package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// keySize is the size in bytes of the objects that these tests keep apart.
const keySize = 37

func keyText(i int) string { return fmt.Sprintf("%-36d\n", i) }

// untidy returns a repository with so many commits, and a key beside each that no ref names.
func untidy(t *testing.T, commits int) (r *Repo, keys []string) {
	r = newRepo(t)
	r.KeepApart(keySize)
	tip := ""
	for i := range commits {
		c := commitFiles(t, r, tip, files{"a.md": fmt.Sprint("text ", i)}, nil)
		must(t, r.Move(t.Context(), []Move{{mainRef, tip, c.ID}}))
		keys, tip = append(keys, stock(t, r.WorkDir(), keyText(i), "hash-object", "-w", "--stdin")),
			c.ID
	}
	return r, keys
}

// everything lists all objects, as stock git knows them.
func everything(t *testing.T, r *Repo) []string {
	t.Helper()
	if out := stock(t, r.WorkDir(), "", "fsck", "--strict", "--no-dangling"); out != "" {
		t.Errorf("git fsck: %s", out)
	}
	return strings.Fields(stock(t, r.WorkDir(), "", "cat-file", "--batch-all-objects",
		"--batch-check=%(objectname)"))
}

func packsOf(t *testing.T, r *Repo) (out []string) {
	t.Helper()
	list, err := r.packList()
	must(t, err)
	for _, p := range list {
		out = append(out, p.sort())
	}
	slices.Sort(out)
	return out
}

// After an upkeep all objects are in two packs, also those that no ref names. The keys have a pack
// of their own. A second upkeep finds nothing to do.
func TestMaintain(t *testing.T) {
	r, keys := untidy(t, 5)
	before := everything(t, r)
	done, err := r.Maintain(t.Context(), Upkeep{})
	must(t, err)
	if want := (Upkept{Loose: 20, Packs: 2}); done != want { // 5 of commits, trees, files and keys
		t.Errorf("%+v, want %+v", done, want)
	}
	if got := everything(t, r); !slices.Equal(got, before) {
		t.Errorf("%d objects of %d", len(got), len(before))
	}
	if got := packsOf(t, r); !slices.Equal(got, []string{apartPack, restPack}) {
		t.Errorf("packs: %v", got)
	}
	list, err := r.packList()
	must(t, err)
	for _, p := range list {
		for _, key := range keys {
			found, err := wantedIn(p.stem+".idx", map[string]bool{key: true})
			if must(t, err); len(found) == 1 != p.isApart() {
				t.Errorf("a key in %s: %v", p.stem, found)
			}
		}
	}
	again, err := r.Maintain(t.Context(), Upkeep{})
	if want := (Upkept{Packs: 2}); err != nil || again != want {
		t.Errorf("again: %+v, %v, want %+v", again, err, want)
	}
}

// A pack that came from elsewhere is taken apart, and one with .keep is left alone.
func TestMaintainTakesPacksApart(t *testing.T) {
	r, _ := untidy(t, 3)
	stock(t, r.WorkDir(), "", "config", "--unset", preciousKey)
	stock(t, r.WorkDir(), "", "repack", "-a", "-d", "-q", "-k")
	stock(t, r.WorkDir(), "", "repack", "-a", "-d", "-q", "-k")
	before := everything(t, r)
	done, err := r.Maintain(t.Context(), Upkeep{})
	if must(t, err); done.Merged != 1 || done.Packs != 2 {
		t.Errorf("%+v", done)
	}
	if got := packsOf(t, r); !slices.Equal(got, []string{apartPack, restPack}) {
		t.Errorf("packs: %v", got)
	}
	if got := everything(t, r); !slices.Equal(got, before) {
		t.Errorf("%d objects of %d", len(got), len(before))
	}
	kept := stock(t, r.WorkDir(), before[0]+"\n", "pack-objects", "-q", r.objects+"/pack/pack")
	must(t, os.WriteFile(filepath.Join(r.objects, "pack", "pack-"+kept+".keep"), nil, 0o600))
	if done, err = r.Maintain(t.Context(), Upkeep{}); err != nil || done.Merged != 0 {
		t.Errorf("beside one that is kept: %+v, %v", done, err)
	}
}

// After an upkeep, one key can go while the other objects are not written again. The other keys
// stay.
func TestPurgeAfterMaintain(t *testing.T) {
	for _, mixed := range []bool{false, true} {
		r, keys := untidy(t, 5)
		before := everything(t, r)
		if mixed { // the first purge takes the pack apart
			list := strings.Join(before, "\n") + "\n"
			stock(t, r.WorkDir(), list, "pack-objects", "-q", r.objects+"/pack/pack")
			stock(t, r.WorkDir(), "", "prune-packed")
			must(t, r.Purge(t.Context(), keys[:1]))
		} else {
			_, err := r.Maintain(t.Context(), Upkeep{})
			must(t, err)
		}
		if got := packsOf(t, r); !slices.Equal(got, []string{apartPack, restPack}) {
			t.Errorf("mixed %v: packs: %v", mixed, got)
		}
		rest, err := filepath.Glob(r.objects + "/pack/" + restPack + "-*.pack")
		must(t, err)
		was, err := os.Stat(rest[0])
		must(t, err)
		must(t, r.Purge(t.Context(), keys[:2]))
		is, err := os.Stat(rest[0])
		if err != nil || !os.SameFile(was, is) {
			t.Errorf("mixed %v: the records were written again: %v", mixed, err)
		}
		want := slices.DeleteFunc(before, func(id string) bool {
			return slices.Contains(keys[:2], id)
		})
		if got := everything(t, r); !slices.Equal(got, want) {
			t.Errorf("mixed %v: %d objects, want %d", mixed, len(got), len(want))
		}
	}
}

// An object that is in several packs is written once.
func TestIDsOf(t *testing.T) {
	r, _ := untidy(t, 3)
	all := everything(t, r)
	for _, some := range [][]string{all[:8], all[4:], all[2:5]} {
		ids := strings.Join(some, "\n") + "\n"
		stock(t, r.WorkDir(), ids, "pack-objects", "-q", r.objects+"/pack/pack")
	}
	list, err := r.packList()
	must(t, err)
	ids, err := idsOf(list)
	must(t, err)
	var got []string
	for _, id := range ids {
		got = append(got, id.String())
	}
	if slices.Sort(got); !slices.Equal(got, all) {
		t.Errorf("of %d packs: %v, want %v", len(list), got, all)
	}
}

// A loose object that is damaged stays where it is, and nothing else is held up by it.
func TestMaintainLeavesDamage(t *testing.T) {
	r, keys := untidy(t, 3)
	path := filepath.Join(r.objects, keys[0][:2], keys[0][2:])
	must(t, os.Chmod(path, 0o600))
	must(t, os.WriteFile(path, []byte("nonsense"), 0o600))
	done, err := r.Maintain(t.Context(), Upkeep{})
	if must(t, err); done.Loose != 11 {
		t.Errorf("%+v", done)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "nonsense" {
		t.Errorf("%q, %v", text, err)
	}
}

// A pack or an index that is damaged stays as it is, and the others are brought together: nothing
// that is wrong comes into a new pack under a checksum that is right.
func TestMaintainLeavesDamagedPacks(t *testing.T) {
	for _, ending := range []string{"", ".idx", ".pack"} {
		r, _ := untidy(t, 6)
		all := everything(t, r)
		for _, some := range [][]string{all[:8], all[8:16], all[16:]} {
			ids := strings.Join(some, "\n") + "\n"
			stock(t, r.WorkDir(), ids, "pack-objects", "-q", r.objects+"/pack/pack")
		}
		stock(t, r.WorkDir(), "", "prune-packed")
		list, err := r.packList()
		must(t, err)
		damaged := list[2].stem + ending
		var was []byte
		if ending != "" {
			was = damage(t, damaged)
		}
		done, err := r.Maintain(t.Context(), Upkeep{})
		want := Upkept{Merged: 3, Packs: 2}
		if ending != "" {
			want = Upkept{Merged: 2, Damaged: 1, Packs: 3}
		}
		if must(t, err); done != want {
			t.Errorf("%q: %+v, want %+v", ending, done, want)
		}
		if is, err := os.ReadFile(damaged); ending != "" && (err != nil || !slices.Equal(is, was)) {
			t.Errorf("%q: what is damaged was touched: %v", ending, err)
		}
	}
}

// damage changes one byte in the middle of a file.
func damage(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	data[len(data)*2/3] ^= 1
	must(t, os.Chmod(path, 0o600))
	must(t, os.WriteFile(path, data, 0o400))
	return data
}

// A large object leaves room to the small ones behind it.
func TestFitting(t *testing.T) {
	list := []looseObject{{size: 5}, {size: 90}, {size: 4}, {size: 2}}
	for room, want := range map[int64]int{0: 4, 4: 1, 6: 1, 7: 2, 11: 3, 100: 3, 101: 4} {
		if got := fitting(list, room); len(got) != want {
			t.Errorf("room %d: %v, want %d", room, got, want)
		}
	}
}

// Maintain with Nobody set fails at once beside a purge or git's maintenance.
func TestMaintainWaitsForNobody(t *testing.T) {
	r, _ := untidy(t, 2)
	quiet := Upkeep{Nobody: true}
	unlock, err := r.Lock(t.Context(), purgeLock)
	must(t, err)
	if _, err := r.Maintain(t.Context(), quiet); !IsAtPacks(err) {
		t.Errorf("beside a purge: %v", err)
	}
	unlock()
	lock := filepath.Join(r.objects, maintenanceLock)
	must(t, os.WriteFile(lock, nil, 0o600))
	if _, err := r.Maintain(t.Context(), quiet); !IsAtPacks(err) {
		t.Errorf("beside git's maintenance: %v", err)
	}
	must(t, os.Remove(lock))
	if done, err := r.Maintain(t.Context(), quiet); err != nil || done.Loose != 8 {
		t.Errorf("with nobody: %+v, %v", done, err)
	}
}

// A repository within the bounds is left as it is. One upkeep does no more than there is room for.
func TestMaintainBounds(t *testing.T) {
	r, _ := untidy(t, 3)
	for _, c := range []struct {
		name string
		o    Upkeep
		want int
	}{
		{"few", Upkeep{Loose: 12}, 0},
		{"no room", Upkeep{Room: 1}, 0},
		{"cancelled", Upkeep{}, 0},
		{"all", Upkeep{Loose: 11}, 12},
	} {
		ctx, stop := context.WithCancel(t.Context())
		if c.name == "cancelled" {
			stop()
		}
		done, err := r.Maintain(ctx, c.o)
		if stop(); done.Loose != c.want || err != nil && c.name != "cancelled" {
			t.Errorf("%s: %+v, %v", c.name, done, err)
		}
	}
}

// untilPacked ends as soon as there is a pack.
type untilPacked struct {
	context.Context
	packs string // pattern
}

func (u untilPacked) Err() error {
	if there, _ := filepath.Glob(u.packs); len(there) > 0 {
		return context.Canceled
	}
	return u.Context.Err()
}

// An interrupted upkeep keeps what it has done so far, and the next one goes on there.
func TestMaintainCutOffGoesOn(t *testing.T) {
	r, _ := untidy(t, 3)
	all := everything(t, r)
	packs := filepath.Join(r.objects, "pack", "*.pack")
	some := Upkeep{Once: 5}
	done, err := r.Maintain(untilPacked{t.Context(), packs}, some)
	if !errors.Is(err, context.Canceled) || done.Loose != 5 {
		t.Errorf("cut off: %+v, %v", done, err)
	}
	list, err := r.looseObjects()
	if err != nil || len(list) != 7 {
		t.Errorf("%d of 12 objects have files of their own, want 7; %v", len(list), err)
	}
	for _, l := range list { // those that go first lie in any folder
		later := func(id string) bool { return id[2:] >= filepath.Base(l.path) }
		if earlier := slices.DeleteFunc(slices.Clone(all), later); len(earlier) < 5 {
			t.Errorf("%s has a file of its own", l.id)
		}
	}
	if done, err := r.Maintain(t.Context(), some); err != nil || done.Loose != 7 {
		t.Errorf("the next: %+v, %v", done, err)
	}
	if got := everything(t, r); !slices.Equal(got, all) {
		t.Errorf("there are %v, and there were %v", got, all)
	}
}

func TestToMerge(t *testing.T) {
	list := func(words string) (out []packFile) {
		for i, w := range strings.Fields(words) {
			var p packFile
			sort := ""
			if _, err := fmt.Sscanf(strings.ReplaceAll(w, ":", " "), "%s %d", &sort,
				&p.size); err != nil {
				t.Fatal(err)
			}
			p.stem = fmt.Sprintf("%s-%d", sort, i)
			out = append(out, p)
		}
		return out
	}
	for _, c := range []struct {
		packs string
		room  int64
		parts bool
		want  string
	}{
		{"", 0, true, ""},
		{"records:10", 0, true, ""},
		{"records:10 records:19", 0, true, "records:10 records:19"},
		{"records:10 records:20", 0, true, ""}, // each doubles what is before it
		{"records:1 records:1 records:5 records:100", 0, true, "records:1 records:1"},
		{"records:1 records:1 records:3 records:9", 0, true,
			"records:1 records:1 records:3 records:9"},
		{"keys:10 records:10 keys:11", 0, true, "keys:10 keys:11"},
		{"pack:10", 0, true, "pack:10"},
		{"pack:10", 0, false, ""},
		{"pack:10 loose:15", 0, false, "pack:10 loose:15"},
		{"records:4 pack:10 records:20", 0, true, "pack:10"},
		{"pack:10 pack:50", 20, true, "pack:10"},
		{"records:10 records:11 records:12", 22, true, "records:10 records:11"},
		{fmt.Sprintf("keys:10 keys:11 keys:%d", largestApartBytes), 0, true, "keys:10 keys:11"},
	} {
		var got []string
		for _, g := range toMerge(list(c.packs), c.room, c.parts) {
			for _, p := range g {
				got = append(got, fmt.Sprintf("%s:%d", p.sort(), p.size))
			}
		}
		if said := strings.Join(got, " "); said != c.want {
			t.Errorf("%q, room %d: %q, want %q", c.packs, c.room, said, c.want)
		}
	}
}

// Some upkeep is done where there is much to do, and then not again for an hour.
func TestMaintainSome(t *testing.T) {
	r, _ := untidy(t, 2)
	now := time.Now()
	if r.MaintainSome(t.Context(), now) {
		t.Error("8 loose objects are much to do")
	}
	first := stock(t, r.WorkDir(), "", "rev-parse", mainRef)
	for i := range fewRefs + 1 {
		must(t, os.MkdirAll(filepath.Join(r.common, "refs", "casefile", "keys"), 0o700))
		ref := filepath.Join(r.common, "refs", "casefile", "keys", fmt.Sprint("K", i))
		must(t, os.WriteFile(ref, []byte(first+"\n"), 0o600))
	}
	if !r.MaintainSome(t.Context(), now) {
		t.Error("101 refs with files of their own are not much to do")
	}
	if n, err := r.looseRefs(); err != nil || n > 0 {
		t.Errorf("%d refs have files of their own, %v", n, err)
	}
	must(t, os.Remove(r.upkeepNote()))
	for i := range 10 { // in the one folder that is counted; git counts the same
		name := filepath.Join(r.objects, "17", fmt.Sprintf("%038x", i))
		must(t, os.MkdirAll(filepath.Dir(name), 0o700))
		must(t, os.WriteFile(name, nil, 0o600))
	}
	if !r.MaintainSome(t.Context(), now) {
		t.Error("2,560 are not")
	}
	for after, want := range map[time.Duration]bool{
		time.Minute: false, 61 * time.Minute: true, -61 * time.Minute: true,
	} {
		if got := upkeepDue(r.upkeepNote(), now.Add(after)); got != want {
			t.Errorf("due %v later: %v", after, got)
		}
	}
}
