package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// passphraseScript types at a pseudo-terminal, as people do. The stock age
// program then asks for the same passphrase.
const passphraseScript = `
env XDG_CONFIG_HOME=$WORK/judith
ttyin twice
exec casefile identity new --name 'Judith Pryce' --email judith@agency.example
ttyin once
exec casefile init --no-recovery --policy small
ttyin once
exec casefile open -F profile.md
cp stdout said
exec sed -n 's|^\(....\)-\(....\)  opened.*|CASE=\1\2|p' said
cp stdout variables
exec sed -n 's|^[^ /]*/\(....\)-\(....\)  profile.*|ENTRY=\1\2|p' said
cp stdout more
env REPO=$WORK/records
env MEMBER=judith
env IDENTITY=$WORK/judith/casefile/identity.age
grep '^age-encryption.org/v1' $IDENTITY
ttyin once
exec sh -euc 'cat variables more > set; . ./set; . ./read-entry'
stdout 'entry.md$'
stdout '^Casefile-Entry: '
grep '^name: Tobi Adeyemi$' entry.md
ttyin wrong
! exec sh -euc '. ./set; . ./read-entry'
stderr 'incorrect passphrase'

-- twice --
three plain words
three plain words
-- once --
three plain words
-- wrong --
three other words
-- profile.md --
`

// TestPassphraseWithStockAge reads an entry by the commands of FORMAT.md with
// an identity that a passphrase protects.
func TestPassphraseWithStockAge(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "passphrase.txtar")
	if err := os.WriteFile(script, []byte(passphraseScript+profileText), 0o600); err != nil {
		t.Fatal(err)
	}
	tools, read := buildAge(t), blocks(t)["read-entry"]
	testscript.Run(t, testscript.Params{
		Files: []string{script},
		Setup: func(env *testscript.Env) error {
			if err := surround(env, tools); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(env.WorkDir, "read-entry"), []byte(read), 0o600)
		},
		RequireExplicitExec: true,
	})
}
