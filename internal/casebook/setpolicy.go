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

// ErrSchemaUnused is of a schema that no entry could be checked against.
var ErrSchemaUnused = errors.New("the schema can't be used")

// PolicyChange is what becomes of an agency's rules.
type PolicyChange struct {
	Text    []byte            // of the policy, whatever version it names; nil leaves it
	Schemas map[string][]byte // of the agency's own, by kind; nil content removes one
}

// SetPolicy writes the next version of the policy in a commit of its own. The version is
// counted from the policy that it follows, also where somebody else was faster. ErrState
// where they changed one of the same files: their change would be lost. A FindingsError
// says what is wrong with the policy, record.ErrSchema or ErrSchemaUnused with a schema,
// and ErrNotFound that there is none to remove.
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

// setPolicy writes these files as they are.
func (b *Book) setPolicy(ctx context.Context, files map[string][]byte) (*Done, error) {
	return b.buildPolicy(ctx, func(*parent) (map[string][]byte, error) { return files, nil })
}

func (b *Book) buildPolicy(
	ctx context.Context, build func(p *parent) (map[string][]byte, error),
) (*Done, error) {
	return b.do(ctx, func(p *parent) (*Change, error) {
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

// policyFiles are the files that a change would replace, as they stand; of the policy
// whatever its version, which is counted on by every change.
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

// nextPolicy gives the files of a change that follows the parent.
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

// ErrPolicySo is ErrState of a change that changes nothing.
var ErrPolicySo = worded(ErrState, "the policy is recorded so already; nothing to change")

// changesPolicy refuses what is in force already: whoever gives a command again, since they
// don't know whether it worked, must not count the version on.
func (p *parent) changesPolicy(c PolicyChange) error {
	now, err := p.book.policyFiles(p.ctx, c)
	if err != nil {
		return err
	}
	if c.Text != nil {
		text, err := policy.SetVersions(c.Text, 0, 0)
		if err != nil || !bytes.Equal(text, now[verify.PolicyPath]) {
			return nil // what is wrong with a text is said by whoever reads it
		}
	}
	for kind, schema := range c.Schemas {
		if !bytes.Equal(schema, now[schemaPath(kind)]) {
			return nil
		}
	}
	return ErrPolicySo
}

// withoutVersions says what is wrong with a text that lacks the lines of its versions.
func withoutVersions(text []byte, err error) error {
	if p, findings := policy.Parse(text, verify.PolicyPath); p == nil && text != nil {
		return &FindingsError{Findings: findings}
	}
	return err
}

func schemaPath(kind string) string { return verify.SchemaFolder + kind + ".json" }

// checkSchemas refuses schemas that no entry could be checked against, the agency's others
// among them.
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
