package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// forgery is a commit by stock git that breaks a rule; what it leaves empty is
// as it should be.
type forgery struct {
	about, rule string
	message     string
	signer      string // member whose key signs; "-" for nobody, "stranger" for a stranger's key
	name, when  string
	parents     string
	index       string // commands on the index, from the tree of main
}

const (
	forgedEntry = "4T7Z9MQZ"
	forgedFile  = "20260306T180500Z-" + forgedEntry + ".md.age"
	// addEntry adds an entry in the right form, with any content.
	addEntry = `git cat-file blob "main:$FOLDER/epoch-1.pub" > recipient
printf '%-1023s\n' "no words of a record" | age -R recipient > fresh
git update-index --add --cacheinfo "100644,$(git hash-object -w fresh),$FOLDER/` + forgedFile + `"
`
)

// editDocket adds an entry and changes the docket.
func editDocket(sed string) string {
	return addEntry + `git cat-file blob "main:$DOCKET" | sed '` + sed + `' > edited
git update-index --cacheinfo "100644,$(git hash-object -w edited),$DOCKET"`
}

// forgeries tries each on top of main, and wants exit code 21 and the rule;
// then main goes back, and all is well again.
func forgeries(o *office, id string) {
	folder := "cases/" + id[:2] + "/" + id
	tip, files := o.git("rev-parse", "main"),
		strings.Fields(o.git("ls-tree", "--name-only", "main", folder+"/"))
	var sealed string
	for _, f := range files {
		if strings.HasSuffix(f, ".md.age") {
			sealed = f
		}
	}
	o.as("asha", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f",
		filepath.Join(o.dir, "stranger"))
	touch := "casefile add\n\nCasefile-Op: add\nCasefile-Case: " + id + "\n"
	trailer := touch + "Casefile-Entry: " + forgedEntry + " " + strings.Repeat("ab", 32) + "\n"
	for _, f := range []forgery{
		{about: "a docket edited by hand", rule: "docket", message: trailer,
			index: editDocket("s/^opened: .*/opened: 2020-01-01/")},
		{about: "a docket in another spelling", rule: "docket", message: trailer,
			index: editDocket("s/^status: open/status: \"open\"/")},
		{about: "a case closed by hand", rule: "status", message: trailer,
			index: editDocket("s/^status: open/status: closed/")},
		{about: "a wrapped key taken out", rule: "keys", message: trailer,
			index: editDocket("s/ mina=[0-9a-f]*//")},
		{about: "no signature", rule: "unsigned", message: trailer, signer: "-", index: addEntry},
		{about: "a key of nobody's", rule: "stranger", message: trailer, signer: "stranger",
			index: addEntry},
		{about: "another name than the signer's", rule: "author", message: trailer,
			name: "Mina Hall", index: addEntry},
		{about: "a person without the role", rule: "role", message: trailer, signer: "ben",
			name: "Ben Ito", index: addEntry},
		{about: "the zone of somebody's machine", rule: "commit-zone", message: trailer,
			when: "2026-03-06T19:05:00+0100", index: addEntry},
		{about: "a date before its parent's", rule: "commit-time", message: trailer,
			when: "2026-03-06T10:00:00Z", index: addEntry},
		{about: "two parents", rule: "commit-form", message: trailer, parents: "-p main -p main~1",
			index: addEntry},
		{about: "a message of one's own", rule: "message", message: "Fix a typo\n",
			index: addEntry},
		{about: "an operation of no format", rule: "unknown-operation",
			message: strings.ReplaceAll(trailer, " add", " amend"), index: addEntry},
		{about: "an entry that no trailer names", rule: "trailers", message: touch,
			index: addEntry},
		{about: "a trailer for no entry", rule: "trailers", message: trailer, index: ":"},
		{about: "a sealed file played again", rule: "entry-replayed", message: trailer,
			index: "git update-index --add --cacheinfo \"100644,$(git rev-parse " +
				"main:$SEALED),$FOLDER/" + forgedFile + "\""},
		{about: "another time in the name", rule: "entry-name", message: trailer,
			index: strings.Replace(addEntry, "T1805", "T1806", 1)},
		{about: "an executable", rule: "mode", message: trailer,
			index: strings.Replace(addEntry, "100644", "100755", 1)},
		{about: "plain text in a sealed file's place", rule: "envelope", message: trailer,
			index: "echo secret > plain\ngit update-index --add --cacheinfo \"100644,$(git " +
				"hash-object -w plain),$FOLDER/" + forgedFile + "\""},
		{about: "an entry removed", rule: "entry-changed", message: touch,
			index: "git update-index --force-remove \"$SEALED\""},
		{about: "a file that the format does not know", rule: "paths", message: touch,
			index: "echo hello > hello\ngit update-index --add --cacheinfo \"100644,$(git " +
				"hash-object -w hello),README.md\""},
	} {
		o.t.Run(f.about, func(t *testing.T) {
			o := o.in(t)
			f.commit(o, folder, sealed)
			found, said, code := o.try("judith", "", "casefile", "verify", "--no-key")
			if code != 21 || !strings.Contains(found, "["+f.rule+"]") {
				t.Errorf("exit code %d, want 21 and [%s]: %s%s", code, f.rule, found, said)
			}
			o.git("update-ref", "refs/heads/main", tip)
			o.as("judith", "casefile", "list")
		})
	}
}

// commit makes the forgery the tip of main.
func (f forgery) commit(o *office, folder, sealed string) {
	o.t.Helper()
	signer, name, when, parents, sign := "asha", "Asha Rao", "2026-03-06T18:05:00Z", "-p main", "-S"
	key := filepath.Join(o.folder(signer), "signing")
	if f.name != "" {
		name = f.name
	}
	if f.when != "" {
		when = f.when
	}
	if f.parents != "" {
		parents = f.parents
	}
	switch f.signer {
	case "":
	case "-":
		sign = ""
	case "stranger":
		key = filepath.Join(o.dir, "stranger")
	default:
		signer, key = f.signer, filepath.Join(o.folder(f.signer), "signing")
	}
	script := "export GIT_INDEX_FILE=$PWD/index\nrm -f index\ngit read-tree main\n" + f.index + `
tree=$(git write-tree)
commit=$(printf %s "$MESSAGE" | git -c gpg.format=ssh -c user.signingKey="$KEY" commit-tree ` + sign + " " + parents + ` -F - "$tree")
git update-ref refs/heads/main "$commit"`
	email := signer + "@agency.example"
	o.as("nobody", "env", "GIT_DIR="+filepath.Join(o.repo, ".git"), "MESSAGE="+f.message,
		"KEY="+key, "DOCKET="+folder+".yaml",
		"FOLDER="+folder, "SEALED="+sealed, "GIT_AUTHOR_NAME="+name, "GIT_COMMITTER_NAME="+name,
		"GIT_AUTHOR_EMAIL="+email,
		"GIT_COMMITTER_EMAIL="+email, "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when, "sh",
		"-euc", script)
}
