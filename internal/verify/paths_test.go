package verify

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

const entryTime = "20260105T110000Z"

// adding returns an honest add: asha's letter, at 11 o'clock.
func adding(t testing.TB) *draft { return plain("add")(opened(t), "asha") }

func TestPaths(t *testing.T) {
	at := func(path string) func(*draft) { return func(d *draft) { d.put(path, "age entry x") } }
	folder := record.CaseFolder(theCase) + "/"
	list := []variation{
		{"at the root", at("notes.md.age"), "paths"},
		{"in .git", at(".git/config"), "paths"},
		{"in the middle", at("cases/K3/x.age"), "paths"},
		{"in a folder of the case", at(folder + "more/" + entryTime + "-7K2M9ZZZ.md.age"), "paths"},
		{"by way of the parent", at("cases/../team.yaml"), "paths"},
		{"the same folder, spelled longer", at("cases/K3/./K3F927QM.yaml"), "paths"},
		{"an empty step", at("cases//K3/K3F927QM.yaml"), "paths"},
		{"cases in capitals", at("Cases/K3/K3F927QM/" + entryTime + "-7K2M9ZZZ.md.age"), "paths"},
		{"the shard in small letters", at("cases/k3/K3F927QM.yaml"), "paths"},
		{"the case in small letters", at("cases/K3/k3f927qm.yaml"), "paths"},
		{"the wrong shard", at("cases/K4/K3F927QM.yaml"), "paths"},
		{"a case with the letter O", at("cases/K3/K3F927QO.yaml"), "paths"},
		{"a file where the folder is", at("cases/K3/K3F927QM"), "paths"},
		{"a docket of no case", at("cases/K3/K3F927QM.yml"), "paths"},
		{"another kind of file", at(folder + entryTime + "-7K2M9ZZZ.txt.age"), "paths"},
		{"the name in small letters", at(folder + entryTime + "-7k2m9zzz.md.age"), "paths"},
		{"no ciphertext by name", at(folder + entryTime + "-7K2M9ZZZ.md"), "paths"},
		{"something behind the name", at(folder + entryTime + "-7K2M9ZZZ.md.age "), "paths"},
		{"no such day", at(folder + "20260230T110000Z-7K2M9ZZZ.md.age"), "paths"},
		{"an epoch file too many", at(folder + "epoch-2.pub"), "paths"},
		{"an epoch with a zero before", at(folder + "epoch-02.pub"), "paths"},
		{"another epoch's recipient", at(folder + "epoch-1.pub"), "paths"},
		{"no epoch file", func(d *draft) { d.remove(folder + "epoch-1.pub") }, "paths"},
		{"the roster", func(d *draft) { d.put("team.yaml", "x") }, "paths"},
		{"a docket of another case", func(d *draft) {
			text := d.mem.blobs[d.files[record.DocketPath(theCase)].id]
			d.put(record.DocketPath(another),
				strings.ReplaceAll(text, string(theCase), string(another)))
		}, "trailers"},
	}
	vary(t, adding, list)
}

func TestModes(t *testing.T) {
	mode := func(path func(*draft) string, mode string) func(*draft) {
		return func(d *draft) { d.files[path(d)] = file{mode, d.files[path(d)].id} }
	}
	entry := func(d *draft) string { return d.path(theCase, letter) }
	docket := func(*draft) string { return record.DocketPath(theCase) }
	old := func(d *draft) string {
		return record.CaseFolder(theCase) + "/" +
			record.FileName(d.now.Add(-time.Hour), profile, false)
	}
	vary(t, adding, []variation{
		{"an executable entry", mode(entry, "100755"), "mode"},
		{"a symlink", mode(entry, "120000"), "mode"},
		{"a submodule", mode(entry, "160000"), "mode"},
		{"the docket made executable", mode(docket, "100755"), "mode"},
		{"an old entry made executable", mode(old, "100755"), "entry-changed mode"},
		{"a folder that git would not write", func(d *draft) {
			d.files["cases/K3/K3F927QM"] = file{"040000", ""}
		}, "mode paths"},
	})
}

func TestEntriesStay(t *testing.T) {
	old := func(d *draft) string {
		return record.CaseFolder(theCase) + "/" +
			record.FileName(d.now.Add(-time.Hour), profile, false)
	}
	vary(t, adding, []variation{
		{"changed", func(d *draft) { d.put(old(d), "age other text") }, "entry-changed"},
		{"removed", func(d *draft) { d.remove(old(d)) }, "entry-changed"},
		{"renamed to now", func(d *draft) {
			d.files[d.path(theCase, profile)] = d.files[old(d)]
			d.remove(old(d))
			d.trailers(theCase).Entries = nil
			for _, e := range []record.ID{profile, letter} {
				d.trailers(theCase).Entries = append(d.trailers(theCase).Entries,
					EntryTrailer{e, sum(string(e))})
			}
		}, "entry-changed entry-id entry-replayed"},
		{"an ID again", func(d *draft) {
			d.remove(d.path(theCase, letter))
			d.trailers(theCase).Entries = nil
			d.entry(theCase, profile)
			d.put(d.path(theCase, profile), "age new text")
		}, "entry-id"},
		{"one ID for two", func(d *draft) {
			d.put(d.path(theCase, letter)[:len(d.path(theCase, letter))-len(".md.age")]+".att.age",
				"age file")
			d.trailers(theCase).Entries = append(d.trailers(theCase).Entries,
				EntryTrailer{letter, sum("file")})
		}, "entry-id"},
		{"a sealed file again", func(d *draft) {
			d.files[d.path(theCase, letter)] = d.files[old(d)]
		}, "entry-replayed"},
		{"one sealed file twice", func(d *draft) {
			d.entry(theCase, "7K2M9ZZZ")
			d.files[d.path(theCase, "7K2M9ZZZ")] = d.files[d.path(theCase, letter)]
		}, "entry-replayed"},
		{"another time in the name", func(d *draft) {
			d.files[record.CaseFolder(theCase)+"/"+record.FileName(d.now.Add(time.Second), letter,
				false)] = d.files[d.path(theCase, letter)]
			d.remove(d.path(theCase, letter))
		}, "entry-name"},
		{"the docket removed", func(d *draft) { d.remove(record.DocketPath(theCase)) }, "docket"},
		{"a docket out of form", func(d *draft) {
			d.put(record.DocketPath(theCase),
				"# hello\n"+d.mem.blobs[d.files[record.DocketPath(theCase)].id])
		}, "docket"},
		{"a docket of another name", func(d *draft) {
			text := d.mem.blobs[d.files[record.DocketPath(theCase)].id]
			d.put(record.DocketPath(theCase),
				strings.Replace(text, string(theCase), string(another), 1))
		}, "docket"},
	})
}

func TestEnvelopes(t *testing.T) {
	sized := func(n int64) func(*draft) {
		return func(d *draft) { d.mem.sizes[d.files[d.path(theCase, letter)].id] = n }
	}
	vary(t, adding, []variation{
		{"plain text", func(d *draft) {
			d.put(d.path(theCase, letter), "---\nkind: note\n---\n")
		}, "envelope"},
		{"the largest", sized(68 << 10), ""},
		{"over the largest", sized(68<<10 + 1), "size"},
	})
	// A file may have the policy's 50 MiB, and what padding and sealing add.
	file := func(size int64) func(testing.TB) *draft {
		return func(t testing.TB) *draft {
			d := adding(t).attach(theCase, "7K2M9ZZZ")
			d.mem.sizes[d.mem.blob("age file 7K2M9ZZZ")] = size
			return d
		}
	}
	const limit = 50 << 20
	vary(t, file(limit+limit/8), []variation{
		{"a file in plain text", func(d *draft) {
			path := record.CaseFolder(theCase) + "/" + record.FileName(d.now, "7K2M9ZZZ", true)
			d.put(path, "GIF89a")
		}, "envelope"},
		{"a file over the limit", func(d *draft) {
			d.mem.sizes[d.mem.blob("age file 7K2M9ZZZ")] = limit + limit/4
		}, "size"},
	})
}
