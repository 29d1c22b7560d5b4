# What an attacker can do with git, age, ssh-keygen and a shell. The test command
# `attack` sources it before the attack itself, in an empty folder, with GIT_DIR at
# a throw-away copy of the server's records. At first asha acts on the case $CASE,
# at the script's time.
export GIT_INDEX_FILE="$PWD/index"
git read-tree main
nl='
'
forged=4T7Z9MQZ

# act MEMBER: who records and signs from here on. signs MEMBER: who signs.
act() {
	config=$HOME/$1/.config/casefile me=$1
	key=$config/signing
	name=$(sed -n 's/^name: //p' "$config/config.yaml")
	email=$1@agency.example
	committer="$name <$email>"
}
signs() {
	key=$HOME/$1/.config/casefile/signing
	committer="$(sed -n 's/^name: //p' "$HOME/$1/.config/casefile/config.yaml") <$1@agency.example>"
}

# of CASE: the case that is acted on from here on.
of() {
	id=$(echo "$1" | tr -d -)
	shard=$(echo "$id" | cut -c1-2)
	folder=cases/$shard/$id
	docket=$folder.yaml
	epoch=$(git ls-files "$folder/epoch-*.pub" | sed -n 's|.*/epoch-\([0-9]*\)\.pub$|\1|p' | sort -n | tail -n 1)
	trailers="${trailers}Casefile-Case: $id$nl"
}

# on TIME [TIME]: when it was recorded and, if later, committed.
on() {
	when=$1 committed=${2:-$1}
	stamp=$(echo "$1" | tr -d :-)
}

# put PATH: stdin becomes a file of the index. edit PATH SED: changes one. take PATH: removes it.
put() { git update-index --add --cacheinfo "${mode:-100644},$(git hash-object -w --stdin),$1"; }
edit() { git cat-file blob ":$1" | sed "$2" | put "$1"; }
take() { git update-index --force-remove "$1"; }

# an entry of the case: file ID is the path of one that is there, sum the SHA-256 of stdin.
file() { git ls-files "$folder/*-$(echo "${1#*/}" | tr -d -).*.age"; }
sum() { sha256sum | cut -d' ' -f1; }
declared() { git log --format=%B main | sed -n "s/^Casefile-Entry: $(echo "${1#*/}" | tr -d -) //p"; }

# text ID [KIND]: an entry's text as it is sealed, padded to 1,024 bytes.
text() {
	text=$(printf -- '---\nid: %s\ncase: %s\nkind: %s\nrecorded: %s\nby: %s\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\nheadline: Forged\n%s---' \
		"$1" "$id" "${2:-note}" "$when" "$me" "$fields")
	printf '%s%*s\n' "$text" $((1023 - ${#text})) ''
}

# seal: stdin to the case's newest key. entry [ID [KIND]]: seals the file plain, by
# default a text as it should be, and has the commit name it.
seal() { age -r "$(git cat-file blob ":$folder/epoch-$epoch.pub")"; }
entry() {
	test -e plain || text "${1:-$forged}" "${2:-note}" >plain
	seal <plain | put "$folder/$stamp-${1:-$forged}.md.age"
	names "${1:-$forged}" "$(sum <plain)"
	rm plain
}
names() { trailers="${trailers}Casefile-Entry: $1 $2$nl"; }

# endorses ENTRY SHA256 LEVEL [VERDICT]: an endorsement of it.
endorses() {
	fields="target: $1${nl}target_sha256: $2${nl}level: $3${nl}verdict: ${4:-endorsed}$nl"
	entry "$forged" endorsement
	trailers="${trailers}Casefile-Endorses: $1 $2 $3 ${4:-endorsed}$nl"
}

# message OP: what the commit says; $adopts is what it adopts. land OP: main moves to a commit of the index.
message() {
	case $1 in team | policy) trailers= ;; esac
	printf 'casefile %s\n\nCasefile-Op: %s\n%s%s' "$1" "$1" "${adopts:+Casefile-Adopts: $adopts$nl}" "$trailers"
}
land() {
	message "$1" >message
	test -n "$tree" || tree=$(git write-tree)
	commit=$(GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=$email GIT_AUTHOR_DATE=$when \
		GIT_COMMITTER_NAME=${committer% <*} GIT_COMMITTER_EMAIL=$(echo "$committer" | sed 's/.*<\(.*\)>/\1/') GIT_COMMITTER_DATE=$committed \
		git -c gpg.format=ssh -c user.signingKey="$key" commit-tree ${sign--S} ${parents--p main} -F message "$tree")
	git update-ref refs/heads/main "$commit"
	trailers="Casefile-Case: $id$nl" tree=
}

# The same by hand: payload OP is a commit before it is signed, sign [NAMESPACE]
# signs the file payload, with FOLDED headers inserted before its message, and
# force moves main to the commit on stdin, whatever git thinks of it.
payload() {
	seconds=$(date -u -d "$when" +%s)
	printf 'tree %s\nparent %s\nauthor %s <%s> %s +0000\ncommitter %s %s +0000\n\n' "$(git write-tree)" "$(git rev-parse main)" \
		"$name" "$email" "$seconds" "$committer" "$seconds"
	message "$1"
}
signature() { ssh-keygen -q -Y sign -n "${1:-git}" -f "$key"; }
fold() { sed '1s/^/gpgsig /; 1!s/^/ /'; }
insert() { sed "/^\$/,\$d" payload && cat "$@" && sed -n "/^\$/,\$p" payload; }
force() { git update-ref refs/heads/main "$(git hash-object -t commit -w --literally --stdin)"; }

# wrap MEMBER [FILE]: a wrapped key for the member, its blob id; of the case's newest
# key, which the one who acts can open, or of what FILE holds.
open_key() {
	git cat-file blob "$(keys_of "$me" "$epoch")" | age -d -i "$config/identity.txt"
}
keys_of() { git cat-file blob ":$docket" | sed -n "s/^keys\.$2:.* $1=\([0-9a-f]*\).*/\1/p"; }
recipient_of() { git cat-file blob :team.yaml | sed -n "/^  - id: $1\$/,/^    since/s/^    recipient: //p"; }
wrap() {
	test -n "${2-}" || open_key >opened
	age -r "$(recipient_of "$1")" "${2:-opened}" | git hash-object -w --stdin
}

# shards: the keys refs become what the dockets of main list.
shards() {
	for s in $(git ls-tree --name-only main cases/ | sed 's|^cases/||'); do
		rm -f keys-index
		git ls-tree --name-only main "cases/$s/" | grep '\.yaml$' | while read -r d; do
			git cat-file blob "main:$d" | sed -n 's/^keys\.\([0-9]*\): \([^~]\)/\1 \2/p' | while read -r n list; do
				for item in $list; do
					printf '100644 blob %s\t%s/%s/%s.age\n' "${item#*=}" "$(basename "$d" .yaml)" "$n" "${item%%=*}"
				done
			done
		done | GIT_INDEX_FILE=$PWD/keys-index git update-index --add --index-info
		shard "$s" "$(GIT_INDEX_FILE=$PWD/keys-index git write-tree --missing-ok)"
	done
}

# shard NAME TREE: its keys ref becomes the commit of the tree.
shard() {
	git update-ref "refs/casefile/keys/$1" "$(printf 'tree %s\nauthor casefile <casefile@invalid> 0 +0000\ncommitter casefile <casefile@invalid> 0 +0000\n\ncasefile keys\n' "$2" |
		git hash-object -t commit -w --stdin)"
}

# team SED: the roster changed, of the next version, with allowed_signers as it gives them.
team() {
	version=$(git cat-file blob :team.yaml | sed -n 's/^version: //p')
	edit team.yaml "s/^version: .*/version: $((version + 1))/; $1"
	git cat-file blob :team.yaml | awk '
		function out() { if (key) print email " namespaces=\"git\"" (before ? ",valid-before=\"" before "\"" : "") " " key; key = "" }
		function bare(time) { gsub(/[-:T]/, "", time); return time }
		/^  - id: / { out(); left = "" }
		/^    email: / { email = substr($2, 2, length($2) - 2) }
		/^    left: / { left = bare($2) }
		/^      - key: / { out(); key = $3 " " $4; before = left }
		/^        to: / { if (!left || bare($2) < left) before = bare($2) }
		END { out() }' | put allowed_signers
}

# push REFSPEC...: what is pushed, instead of main and all keys refs.
push() { printf '%s\n' "$@" >push; }

adopts= fields= trailers= tree=
of "$CASE"
on "$GIT_COMMITTER_DATE"
act asha
