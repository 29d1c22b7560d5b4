package ledger

import (
	"context"
	"strings"

	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// judgeSchemas refuses unusable schemas in a push: no text could be held to them. In history such a
// schema is no fault, because another version of the program may use it. There it is ignored, with
// a note.
func (r *pushJudge) judgeSchemas(ctx context.Context, line []string) error {
	if r.main.Old == "" { // in a first push, the sender's own copy reports them
		return nil
	}
	before, err := schemaTree(ctx, r.Quarantine.Reader, r.main.Old)
	if err != nil {
		return err
	}
	for _, commit := range line {
		now, err := schemaTree(ctx, r.Quarantine.Reader, commit)
		if err != nil {
			return err
		}
		if now != before && now != "" {
			if err := r.judgeSchemasIn(ctx, commit, now); err != nil {
				return err
			}
		}
		before = now
	}
	return nil
}

// schemaTree returns the id of a commit's schema folder; "" for none.
func schemaTree(ctx context.Context, read store.Reader, commit string) (string, error) {
	e, _, err := read.Lookup(ctx, commit, strings.TrimSuffix(verify.SchemaFolder, "/"))
	return e.ID, err
}

func (r *pushJudge) judgeSchemasIn(ctx context.Context, commit, tree string) error {
	own := map[string][]byte{}
	files, err := r.Quarantine.Tree(ctx, tree)
	for _, f := range files {
		if name, is := strings.CutSuffix(f.Name, ".json"); is && err == nil {
			own[name], err = r.Quarantine.Blob(ctx, f.ID, verify.MaxSchema)
		}
	}
	if err != nil {
		return err
	}
	built, err := record.Builtin()
	if err != nil {
		return err
	}
	built.Reserved = r.ledger.reserved
	if _, err := built.With(own); err != nil {
		r.faults = append(r.faults, verify.Fault{Commit: commit, Path: verify.SchemaFolder,
			Rule: verify.RulePolicy, Means: record.OneLine(err.Error())})
	}
	return nil
}
