package casebook

import (
	"testing"

	"casefile/internal/policy"
)

// The register says whence the length of a rule comes. That another case of the same child was
// to be kept as long is no rule of the policy, and has a reason all the same.
func TestSourceOfARule(t *testing.T) {
	text, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	p, findings := policy.Parse(text, "casefile.yaml")
	if p == nil {
		t.Fatal(findings)
	}
	for rule, want := range map[string]string{
		"floor":      "policy template",
		"same_child": "another case of the same child was to be kept until then",
		"none":       "",
	} {
		if got := sourceOf(p, rule); got != want {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}
