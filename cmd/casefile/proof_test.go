package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"casefile/internal/pattern"
)

// proofFiles are the files of a proof. Each is tampered with in turn.
var proofFiles = []string{"entry.md", "commit", "parent", "tree", "team.yaml", "allowed_signers",
	"README.md"}

// goodLines is the number of checks on the page of a proof, without the records.
const goodLines = 9

// TestProof hands out proofs, and checks them as a court could: with casefile
// where there are no records and no keys, and with stock tools.
func TestProof(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	k3, profile := o.record("asha", profileText, "open", "--key-worker", "asha")
	_, contact := o.record("asha", contactText, "contact", k3)
	o.as("mina", "casefile", "endorse", k3+"/"+contact)
	endorsement := o.newest("mina", k3)
	proofs := map[string]string{}
	for who, entry := range map[string]string{"asha": contact, "judith": profile,
		"mina": endorsement} {
		proofs[entry] = filepath.Join(o.dir, "proof-"+entry)
		o.as(who, "casefile", "export", "--proof", k3+"/"+entry, "-o", proofs[entry])
	}
	c := o.court()
	t.Run("holds", func(t *testing.T) {
		for entry, folder := range proofs {
			o := c.in(t)
			if out := o.as("court", "casefile", "verify", "--proof", folder); !strings.Contains(out,
				"recorded exactly this text at") {
				t.Errorf("%s: %s", entry, out)
			}
			if out := o.page(folder, "text signature chain"); good(out) != goodLines {
				t.Errorf("%s: %d checks are good\n%s", entry, good(out), out)
			}
			if out := o.page(folder, "records"); good(out) != 1 {
				t.Errorf("%s: not in the records\n%s", entry, out)
			}
		}
	})
	t.Run("says", func(t *testing.T) { c.in(t).proofSays(proofs[contact], k3, contact) })
	t.Run("discloses nothing else", func(t *testing.T) { c.in(t).proofHides(proofs[contact]) })
	t.Run("one byte changed", func(t *testing.T) { c.in(t).changedBytes(proofs[contact]) })
	t.Run("a file of another proof", func(t *testing.T) {
		c.in(t).swapped(proofs[contact], proofs[profile])
	})
	t.Run("a file removed", func(t *testing.T) { c.in(t).removed(proofs[contact]) })
	t.Run("signed again", func(t *testing.T) { c.in(t).signedAgain(proofs[contact]) })
}

// newest returns the entry that a case's folder got last.
func (o *office) newest(who, id string) string {
	o.t.Helper()
	trailer := regexp.MustCompile(`(?m)^Casefile-Entry: (\S+) `).FindStringSubmatch(
		o.git("log", "-1", "--format=%B", "main"))
	if trailer == nil {
		o.t.Fatalf("%s recorded nothing in %s", who, id)
	}
	return trailer[1]
}

// court is a person who has a proof and no records, in the same office. The
// last commands of a proof's page alone ask the records.
type court struct {
	*office
	records string
}

func (o office) court() court {
	records := o.repo
	o.repo = filepath.Join(o.dir, "nothing")
	return court{&o, records}
}

func (c court) in(t *testing.T) court { return court{c.office.in(t), c.records} }

// page runs the commands of a proof's README.md, in the folder and as they
// stand there; what fails is told by the lines that are missing.
func (o court) page(folder, names string) string {
	o.t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "README.md"))
	if err != nil {
		o.t.Fatal(err)
	}
	script, found := "", 0
	for _, m := range regexp.MustCompile("(?ms)^```sh (\\S+)\n(.*?)^```$").FindAllStringSubmatch(
		string(text), -1) {
		if strings.Contains(" "+names+" ", " "+m[1]+" ") {
			script, found = script+m[2], found+1
		}
	}
	if found != len(strings.Fields(names)) {
		o.t.Fatalf("the page has %d of the blocks %s", found, names)
	}
	cmd := exec.Command("sh", "-uc", script)
	cmd.Dir, cmd.Env = folder, o.env("REPO="+o.records)
	out, _ := cmd.CombinedOutput() // the last check decides the exit code alone
	return string(out)
}

var goodLine = pattern.Of(`(?m)^(good: |Good "git" signature for )`)

func good(out string) int { return len(goodLine().FindAllString(out, -1)) }

func (o court) proofSays(folder, k3, contact string) {
	out := o.as("court", "casefile", "--json", "verify", "--proof", folder)
	var got struct {
		Schema, Case, Entry, Kind, Recorded, Op, Commit, Parent string
		Holds                                                   bool
		By                                                      struct{ Member, Name, Email string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		o.t.Fatal(err)
	}
	if !got.Holds || got.Schema != "casefile/verify-proof/1" || got.Case != k3 ||
		got.Entry != contact || got.Kind != "contact" ||
		got.Recorded != "2026-03-06T17:40:12Z" || got.Op != "add" || got.By.Name != "Asha Rao" ||
		got.By.Member != "asha" {
		o.t.Errorf("%s", out)
	}
	o.repo = o.records
	if want := o.git("rev-parse", got.Commit+"^"); want != got.Parent {
		o.t.Errorf("the parent is %s, not %s", want, got.Parent)
	}
}

// proofHides looks for words of the other entry in every file.
func (o court) proofHides(folder string) {
	for _, name := range proofFiles {
		text := o.file(folder, name)
		for _, word := range []string{"Adeyemi", "2016-11-02", "subject_type"} {
			if bytes.Contains(text, []byte(word)) {
				o.t.Errorf("%s tells of another entry: %s", name, word)
			}
		}
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil ||
			info.Mode().Perm() != 0o600 {
			o.t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func (o court) file(folder, name string) []byte {
	o.t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		o.t.Fatal(err)
	}
	return data
}

// tampered copies a proof, with one file replaced.
func (o court) tampered(folder, name string, data []byte) string {
	o.t.Helper()
	copied := o.t.TempDir()
	for _, n := range proofFiles {
		content := o.file(folder, n)
		if n == name {
			content = data
		}
		if err := os.WriteFile(filepath.Join(copied, n), content, 0o600); err != nil {
			o.t.Fatal(err)
		}
	}
	return copied
}

// refuses wants exit code 21, one line, and a check that fails among the stock
// ones too; the page itself they can't judge.
func (o court) refuses(folder, about string, stock bool) {
	o.t.Helper()
	out, said, code := o.try("court", "", "casefile", "verify", "--proof", folder)
	if code != 21 || out != "" || strings.Count(said, "casefile: the proof fails: ") != 1 {
		o.t.Errorf("%s: exit code %d\n%s%s", about, code, out, said)
	}
	if stock {
		if out := o.page(folder, "text signature chain"); good(out) >= goodLines {
			o.t.Errorf("%s: stock tools find nothing\n%s", about, out)
		}
	}
}

func (o court) changedBytes(folder string) {
	for _, name := range proofFiles {
		data := o.file(folder, name)
		for i, at := range []int{0, len(data) / 3, len(data) / 2, len(data) - 2, len(data) - 1} {
			changed := bytes.Clone(data)
			changed[at] ^= 1
			o.refuses(o.tampered(folder, name, changed), name, name != "README.md" && i == 2)
		}
		o.refuses(o.tampered(folder, name, append(bytes.Clone(data), '\n')),
			name+" with a line more", name != "README.md")
		o.refuses(o.tampered(folder, name, nil), name+" empty", name != "README.md")
	}
}

func (o court) swapped(folder, other string) {
	for _, name := range proofFiles {
		if theirs := o.file(other, name); !bytes.Equal(theirs, o.file(folder, name)) {
			o.refuses(o.tampered(folder, name, theirs), name, name != "README.md")
		} else if name != "team.yaml" && name != "allowed_signers" {
			o.t.Errorf("both proofs have the same %s", name)
		}
	}
}

func (o court) removed(folder string) {
	for _, name := range proofFiles {
		copied := o.tampered(folder, "", nil)
		if err := os.Remove(filepath.Join(copied, name)); err != nil {
			o.t.Fatal(err)
		}
		if _, said, code := o.try("court", "", "casefile", "verify", "--proof",
			copied); code != 24 || !strings.Contains(said, name) {
			o.t.Errorf("%s removed: exit code %d, %s", name, code, said)
		}
	}
}

var signatureLines = pattern.Of(`(?s)gpgsig .*-----END SSH SIGNATURE-----\n`)

// signedAgain puts other signatures into the commit: a colleague's, a
// stranger's, one for another purpose, two. Whoever signed it can always sign
// something else later: that one is good by itself, and is in no copy of the
// records.
func (o court) signedAgain(folder string) {
	commit := o.file(folder, "commit")
	payload := signatureLines().ReplaceAll(commit, nil)
	o.as("court", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f",
		filepath.Join(o.dir, "outsider"))
	of := func(key, namespace string, payload []byte) []byte {
		armored := o.tell("court", string(payload), "ssh-keygen", "-q", "-Y", "sign", "-n",
			namespace, "-f", key)
		return []byte("gpgsig " + strings.ReplaceAll(strings.TrimSuffix(armored, "\n"), "\n",
			"\n ") + "\n")
	}
	with := func(payload, signature []byte) []byte {
		return bytes.Replace(payload, []byte("\n\ncasefile "),
			append(append([]byte("\n"), signature...), []byte("\ncasefile ")...), 1)
	}
	asha, own := filepath.Join(o.folder("asha"), "signing"), signatureLines().Find(commit)
	if !bytes.Equal(with(payload, own), commit) {
		o.t.Fatal("the commit is not put together as it was")
	}
	for about, changed := range map[string][]byte{
		"a colleague's key": with(payload,
			of(filepath.Join(o.folder("mina"), "signing"), "git", payload)),
		"nobody's key":       with(payload, of(filepath.Join(o.dir, "outsider"), "git", payload)),
		"another purpose":    with(payload, of(asha, "casefile-card", payload)),
		"two signatures":     with(payload, append(bytes.Clone(own), own...)),
		"no signature":       payload,
		"of another message": with(payload, of(asha, "git", append(bytes.Clone(payload), '\n'))),
		"a header more":      with(payload, append([]byte("encoding UTF-8\n"), own...)),
		"an author by choice": with(bytes.Replace(payload, []byte("author Asha Rao"),
			[]byte("author Mina Hall"), 1), own),
	} {
		o.refuses(o.tampered(folder, "commit", changed), about, true)
	}
	mina := bytes.Replace(payload, []byte("author Asha Rao <asha@"),
		[]byte("author Mina Hall <mina@"), 1)
	o.refuses(o.tampered(folder, "commit", with(mina, of(asha, "git", mina))),
		"signed under another author's name", true)
	later := bytes.ReplaceAll(payload, []byte(" 1772818812 +0000"), []byte(" 1772818813 +0000"))
	if bytes.Equal(later, payload) {
		o.t.Fatal("the time of the commit is another one")
	}
	o.refuses(o.tampered(folder, "commit", with(later, of(asha, "git", later))),
		"another time than the text's", true)
}
