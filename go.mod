module casefile

go 1.26.4

require (
	c2sp.org/CCTV/age v0.0.0-20260829155415-4448f2097b2d // the age project's own test vectors
	filippo.io/age v1.3.2 // the encryption that stock age reads, with post-quantum keys
	github.com/arran4/golang-ical v0.3.4 // calendars (RFC 5545), escaped and folded rightly; net/http, which it brings, costs 0.2 ms a start
	github.com/c2sp/wycheproof v0.0.0-20260902155932-3fa63dd0344a // Ed25519 and ECDSA signatures that must not be taken; its files are read by a test
	github.com/chromedp/cdproto v0.0.0-20250724212937-08a3db8b4327 // the words of Chromium's protocol, for chromedp
	github.com/chromedp/chromedp v0.14.1 // drives Chromium in a test of what reports look like and print; no part of the program
	github.com/go-git/go-git/v5 v5.19.3 // git's object model; reading, writing and refs are ours, in package store
	github.com/google/jsonschema-go v0.4.3 // it carries the JSON Schema suite, which a test reads
	github.com/hiddeco/sshsig v0.2.0 // SSH signatures: small, sound, and 100 times faster than ssh-keygen a commit
	github.com/ncruces/go-sqlite3 v0.37.0 // SQLite without cgo, its files sealed, and full-text search: the index
	github.com/rickar/cal/v2 v2.1.13 // England's bank holidays, kept up by others
	github.com/rivo/uniseg v0.4.7 // what is one character to people, and how wide a terminal shows it
	github.com/rogpeppe/go-internal v1.16.0 // testscript, for scripts with actors as tests; and a file lock
	github.com/spf13/cobra v1.10.2 // the command line, its help and completions
	github.com/spf13/pflag v1.0.9 // cobra's flags, of which a refused command is repeated
	github.com/yuin/goldmark v1.8.7 // Markdown of entries to HTML, without raw HTML
	golang.org/x/crypto v0.58.0 // SSH keys and ssh-agent
	golang.org/x/sys v0.49.0 // is it tmpfs, is it a terminal, who is at the other end of a socket
	golang.org/x/term v0.47.0 // a terminal without echo, for passphrases and for lines that are edited
	golang.org/x/text v0.43.0 // letters without their accents
	gopkg.in/yaml.v3 v3.0.1 // YAML nodes with line and column
)

require (
	filippo.io/edwards25519 v1.2.0 // indirect
	filippo.io/hpke v0.4.0 // indirect
	filippo.io/nistec v0.0.4 // indirect
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/ProtonMail/go-crypto v1.1.6 // indirect
	github.com/chromedp/sysutil v1.1.0 // indirect
	github.com/cloudflare/circl v1.6.3 // indirect
	github.com/cyphar/filepath-securejoin v0.6.1 // indirect
	github.com/emirpasic/gods v1.18.1 // indirect
	github.com/go-git/gcfg v1.5.1-0.20230307220236-3a3c6141e376 // indirect
	github.com/go-git/go-billy/v5 v5.9.2 // indirect
	github.com/go-json-experiment/json v0.0.0-20250725192818-e39067aee2d2 // indirect
	github.com/gobwas/httphead v0.1.0 // indirect
	github.com/gobwas/pool v0.2.1 // indirect
	github.com/gobwas/ws v1.4.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/jbenet/go-context v0.0.0-20150711004518-d14ea06fba99 // indirect
	github.com/ncruces/go-sqlite3-wasm/v6 v6.5.35401 // indirect
	github.com/ncruces/julianday v1.0.0 // indirect
	github.com/pjbgf/sha1cd v0.7.0 // indirect
	github.com/sergi/go-diff v1.3.2-0.20230802210424-5b0b94c5c0d3 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	gopkg.in/warnings.v0 v0.1.2 // indirect
	honnef.co/go/tools v0.8.2 // indirect
	lukechampine.com/adiantum v1.1.1 // indirect
)

tool (
	filippo.io/age/cmd/age
	filippo.io/age/cmd/age-keygen
	honnef.co/go/tools/cmd/staticcheck
)
