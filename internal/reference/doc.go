// Command reference writes the man pages and the command reference, from the commands themselves:
//
//	go run ./internal/reference bin
//
// writes bin/man/casefile.1, one page for each command below it, and bin/reference.md. No
// page has a date: the same program gives the same bytes. No part of the program imports it.
//
// A help text is plain text. Lines that begin with a space are a table or a command, and stay
// as they are; other lines are paragraphs, and are set anew.
package main
