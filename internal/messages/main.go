// Command messages lists what the program says to people, side by side: errors, hints, notes,
// questions, findings, headings. Whoever writes a new message looks there how the same thing is
// said already. Help is no part of the list: make docs writes it as pages.
//
//	messages ROOT    prints each text and where it stands, sorted by text
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "messages: name the folder of the project")
		os.Exit(2)
	}
	all, err := messagesBelow(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "messages:", err)
		os.Exit(1)
	}
	for _, m := range all {
		fmt.Printf("%s\t%s\n", m.text, m.at)
	}
}
