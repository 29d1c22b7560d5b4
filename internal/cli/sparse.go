package cli

// aboutSparse is a part of the help of init and clone.
const aboutSparse = `With --sparse the work tree holds casefile.yaml, team.yaml and the agency's own
kinds, and no cases, which makes each write quicker where there are thousands of
them. Nothing is missing: every command works, and git sparse-checkout disable
brings the sealed files out.`

// oneTree refuses --bare together with --sparse.
func oneTree(bare, sparse bool) error {
	if bare && sparse {
		return withHint(usage("--bare and --sparse exclude each other"),
			"--bare has no work tree, --sparse one without the cases")
	}
	return nil
}
