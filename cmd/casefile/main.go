// Command casefile keeps the case records of an agency that works with
// children: encrypted entries, signed commits, one ordinary git repository.
package main

import (
	"os"
	"time"
	_ "time/tzdata" // policies name time zones, and not every machine has them

	"casefile/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Machine{Wall: time.Now}))
}
