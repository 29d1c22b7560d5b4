//go:build vectors

package testenv

// Modules of which the tests read files alone stand in go.mod by this file. Nothing builds
// it: the vectors of one would make every program of tests 107 MB larger.
import (
	_ "github.com/c2sp/wycheproof"                 // Ed25519 and ECDSA, for package store
	_ "github.com/google/jsonschema-go/jsonschema" // the JSON Schema suite, for package record
)
