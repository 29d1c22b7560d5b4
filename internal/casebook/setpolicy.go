package casebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// ErrSchemaUnused says that no entry could be checked against a schema.
var ErrSchemaUnused = errors.New("the schema can't be used")

// PolicyChange is a change of an agency's rules.
type PolicyChange struct {
	Text    []byte            // of the policy, with any version; nil leaves the policy unchanged
	Schemas map[string][]byte // the agency's own, by kind; nil removes one
}

// SetPolicy writes the next version of the policy in a commit of its own. The version is counted
// from the parent's policy, even if another process was faster.
//
// It returns ErrState if another process changed one of the same files, as that change would be
// lost. It returns a FindingsError for a wrong policy, record.ErrSchema or ErrSchemaUnused for a
// wrong schema, and ErrNotFound if the schema to remove does not exist.
func (b *Book) SetPolicy(ctx context.Context, c PolicyChange) (*Done, error) {
	then, err := b.policyFiles(ctx, c)
	if err != nil {
		return nil, err
	}
	return b.buildPolicy(ctx, func(p *parent) (map[string][]byte, error) {
		now, err := p.book.policyFiles(ctx, c)
		if err != nil {
			return nil, err
		}
		for _, path := range slices.Sorted(maps.Keys(then)) {
			if !bytes.Equal(now[path], then[path]) {
				return nil, fmt.Errorf("%w: somebody else has changed %s meanwhile",
					ErrState, path)
			}
		}
		return p.nextPolicy(c)
	})
}

// setPolicy writes these files unchanged.
func (b *Book) setPolicy(ctx context.Context, files map[string][]byte) (*Done, error) {
	return b.buildPolicy(ctx, func(*parent) (map[string][]byte, error) { return files, nil })
}

func (b *Book) buildPolicy(
	ctx context.Context, build func(p *parent) (map[string][]byte, error),
) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		if err := p.may(team.OpPolicy, team.Stance{}); err != nil {
			return nil, err
		}
		files, err := build(p)
		if err != nil {
			return nil, err
		}
		return &Change{Op: team.OpPolicy, Root: files}, nil
	})
}

// policyFiles returns the present files that a change would replace. It leaves out the version of
// the policy, which every change increases.
func (b *Book) policyFiles(ctx context.Context, c PolicyChange) (map[string][]byte, error) {
	own, err := b.Schemas(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for kind := range c.Schemas {
		out[schemaPath(kind)] = own[kind]
	}
	if c.Text == nil {
		return out, nil
	}
	text, err := b.PolicyText(ctx)
	if err != nil {
		return nil, err
	}
	out[verify.PolicyPath], err = policy.SetVersions(text, 0, 0)
	return out, err
}

// nextPolicy returns the files of a change on the parent.
func (p *parent) nextPolicy(c PolicyChange) (map[string][]byte, error) {
	if err := p.checkSchemas(c.Schemas); err != nil {
		return nil, err
	}
	if err := p.changesPolicy(c); err != nil {
		return nil, err
	}
	text := c.Text
	if text == nil {
		var err error
		if text, err = p.book.PolicyText(p.ctx); err != nil {
			return nil, err
		}
	}
	before := p.book.Policy()
	text, err := policy.SetVersions(text, before.Version+1, before.RetentionVersion)
	if err != nil {
		return nil, withoutVersions(c.Text, err)
	}
	next, findings := policy.Parse(text, verify.PolicyPath)
	if next == nil {
		return nil, &FindingsError{Findings: findings}
	}
	text, err = policy.SetVersions(text, next.Version, next.NextRetentionVersion(before))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{verify.PolicyPath: text}
	for kind, schema := range c.Schemas {
		files[schemaPath(kind)] = schema
	}
	return files, nil
}

// ErrPolicySo is ErrState for a change that changes nothing.
var ErrPolicySo = worded(ErrState, "the policy is recorded so already; nothing to change")

// changesPolicy refuses a change that is in force already. A command that is repeated, because
// nobody knows whether it worked, must not increase the version.
func (p *parent) changesPolicy(c PolicyChange) error {
	now, err := p.book.policyFiles(p.ctx, c)
	if err != nil {
		return err
	}
	if c.Text != nil {
		text, err := policy.SetVersions(c.Text, 0, 0)
		if err != nil || !bytes.Equal(text, now[verify.PolicyPath]) {
			return nil // parsing the text reports its faults
		}
	}
	for kind, schema := range c.Schemas {
		if !bytes.Equal(schema, now[schemaPath(kind)]) {
			return nil
		}
	}
	return ErrPolicySo
}

// withoutVersions returns the findings on a text without the lines of its versions, or err if the
// text has no findings.
func withoutVersions(text []byte, err error) error {
	if p, findings := policy.Parse(text, verify.PolicyPath); p == nil && text != nil {
		return &FindingsError{Findings: findings}
	}
	return err
}

func schemaPath(kind string) string { return verify.SchemaFolder + kind + ".json" }

// checkSchemas refuses schemas that no entry could be checked against. It checks all schemas of the
// agency, with the changes.
func (p *parent) checkSchemas(changes map[string][]byte) error {
	if len(changes) == 0 {
		return nil
	}
	own, err := p.book.Schemas(p.ctx)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(changes)) {
		_, there := own[kind]
		switch {
		case changes[kind] != nil:
			own[kind] = changes[kind]
		case !there:
			return worded(ErrNotFound, "the agency has no schema of its own for %q", kind)
		}
		if changes[kind] == nil {
			delete(own, kind)
		}
	}
	built, err := record.Builtin()
	if err != nil {
		return err
	}
	built.Reserved = p.book.Reserved()
	all, err := built.With(own)
	if err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(own)) {
		if _, ok := all.Kind(kind); !ok {
			return worded(ErrSchemaUnused, "the schema of %q can't be used", kind)
		}
	}
	return nil
}
