package index

import (
	"os"
	"testing"

	"casefile/internal/testenv"
)

func TestMain(m *testing.M) {
	os.Exit(testenv.Tests{M: m}.Run())
}
