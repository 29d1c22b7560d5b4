// Package team is the roster of an agency: who is a member, which roles and keys each has, and the
// one answer to "may M do A?". It reads no files and no clock. As A is an operation, the names of
// operations are defined here (Op…).
//
// # team.yaml
//
// A roster has only one valid file: [Parse] re-encodes what it read and compares bytes. The file is
// UTF-8, with LF line ends, no comments, no blank lines:
//
//	format: 1
//	version: 3
//	members:
//	  - id: asha
//	    name: "Asha Rao"
//	    email: "asha@agency.example"
//	    roles: [caseworker, lead]
//	    recipient: age1pq1…
//	    line_manager: mhall
//	    since: 2026-01-12T09:00:00Z
//	    left: 2026-09-30T16:00:00Z
//	    covered_by: mhall
//	    covered_until: 2026-03-21
//	    keys:
//	      - key: ssh-ed25519 AAAA…
//	        from: 2026-01-12T09:00:00Z
//	        to: 2026-06-01T10:00:00Z
//
// Members are in the byte order of their IDs, keys in the order in which they were added, roles in
// the order of [Roles]. Fields without a value are left out: recipient, line_manager, left,
// covered_by with covered_until, keys and to. A roster without members has "members: []". Numbers
// are decimal without leading zeros. Times are RFC 3339 in whole seconds with Z. name and email are
// always in double quotes, and contain nothing that would need an escape. Everything else is a
// plain scalar. A file has at most 8 MiB.
//
// # A card
//
// A card is the public part of a person, which "team add" takes. It has six lines, then an SSHSIG
// block over the bytes before it, in namespace [CardNamespace], made by the key that the card
// names:
//
//	casefile card 1
//	id: asha
//	name: Asha Rao
//	email: asha@agency.example
//	recipient: age1pq1…
//	key: ssh-ed25519 AAAA…
//	-----BEGIN SSH SIGNATURE-----
//	…
//	-----END SSH SIGNATURE-----
package team
