package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
)

// stampForm is the form of the time at the beginning of the names of files that --fix puts aside.
const stampForm = "20060102T150405Z"

// mendCopy repairs what went wrong in this copy alone, and says what it did. It returns the fields
// of the answer.
func mendCopy(ctx context.Context, app *App) (map[string]any, error) {
	words, err := mendMark(app)
	if err != nil {
		return nil, err
	}
	app.printLines(words) // the mark is repaired, whatever the copy needs
	marked := len(words) > 0
	repo, err := repo(ctx, app)
	if err != nil {
		return nil, err
	}
	defer repo.Close()
	if err := repo.MayWrite(); err != nil {
		return nil, withHint(err, "somebody who may write there runs casefile doctor --fix")
	}
	o, err := bookOptions(app)
	if err != nil {
		return nil, err
	}
	locks := dropLocks(repo)
	m, _, err := casebook.Mend(ctx, repo, o, app.Wall().UTC().Format(stampForm))
	words = mendedWords(m)
	for _, path := range locks {
		words = append(words, "removed  "+path+", a lock that no process holds")
	}
	if err == nil && m.Nothing() && len(locks) == 0 && !marked {
		words = append(words, "nothing was to be mended in this copy")
	}
	app.printLines(words)
	f := mendedFields(m)
	f["mark"] = marked
	f["locks"] = append([]string{}, locks...)
	return f, err
}

// printLines prints lines for people. A program gets the fields of the answer instead.
func (app *App) printLines(lines []string) {
	for _, line := range lines {
		if !app.global.json {
			app.print("%s", line)
		}
	}
}

// dropLocks removes the locks that no process holds, except that of the index. Repairing the work
// tree removes that one.
func dropLocks(repo *store.Repo) []string {
	index := filepath.Join(repo.GitDir(), "index.lock")
	return repo.DropLocks(func(path string) bool { return path != index })
}

// mendedWords returns lines that say what was repaired.
func mendedWords(m *casebook.Mended) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if a := m.Accident; a != nil {
		say("mended   main: %s", record.OneLine(a.Words()))
		say("         main is back at %.12s, which was judged last", a.Good)
	}
	if m.Intent != "" {
		say("mended   what was to move together: the refs beside main stand as main says")
		say("         the damaged file lies in %s", m.Intent)
	}
	for _, ref := range m.Stray {
		say("         what stood there is kept as %s", ref)
	}
	if m.Tree.Head {
		say("mended   the branch main is checked out again")
	}
	if m.Tree.Unlocked {
		say("removed  a lock that a git which was killed had left")
	}
	if m.Untidy != nil {
		say("left     the work tree could not be put right: %s", says(m.Untidy))
	}
	if n := len(m.Tree.Restored); n > 0 {
		say("mended   %s of the work tree", record.Plural(n, "file", "files"))
	}
	if len(m.Tree.Aside) > 0 {
		say("         what stood in their place lies in %s", m.Tree.Folder)
	}
	if m.Struck > 0 {
		say("struck   %s that an erasure took away, and whose time is past",
			record.Counted(m.Struck, "key"))
	}
	for _, id := range m.Drafts {
		say("found    a text of yours that main lacked: casefile draft resume %s", id)
	}
	if m.Unopened != nil {
		say("left     texts in your outbox could not be looked at: %s", says(m.Unopened))
	}
	return out
}

func mendedFields(m *casebook.Mended) map[string]any {
	drafts := []string{}
	for _, id := range m.Drafts {
		drafts = append(drafts, id.String())
	}
	f := map[string]any{"main": nil, "accident": nil, "stray": append([]string{}, m.Stray...),
		"head": m.Tree.Head, "unlocked": m.Tree.Unlocked,
		"restored": append([]string{}, m.Tree.Restored...),
		"aside":    append([]string{}, m.Tree.Aside...), "drafts": drafts,
		"struck": m.Struck, "intent": nil}
	if m.Intent != "" {
		f["intent"] = m.Intent
	}
	if m.Accident != nil {
		f["main"], f["accident"] = m.Accident.Good, record.OneLine(m.Accident.Words())
	}
	if len(m.Tree.Aside) > 0 {
		f["aside_in"] = strings.TrimSuffix(m.Tree.Folder, "/")
	}
	return f
}
