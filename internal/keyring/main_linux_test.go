package keyring

import (
	"os"
	"testing"

	"casefile/internal/testenv"
)

func TestMain(m *testing.M) {
	if playedRole() {
		return
	}
	os.Exit(testenv.Tests{M: m}.Run())
}
