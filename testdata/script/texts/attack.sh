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

# of CASE: the case that is acted on from here on; also CASE: in the same commit.
of() {
	trailers=
	also "$1"
}
also() {
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
take() { printf '0 0000000000000000000000000000000000000000\t%s\n' "$1" | git update-index --index-info; }

# an entry of the case, as ID or CASE/ID: bare is the ID as paths have it, file its path,
# declared the SHA-256 that its commit named. sum: that of stdin.
bare() { echo "${1#*/}" | tr -d -; }
file() { git ls-files "$folder/*-$(bare "$1").*.age"; }
declared() { git log --format=%B main -- "$(file "$1")" | sed -n "s/^Casefile-Entry: $(bare "$1") //p"; }
sum() { sha256sum | cut -d' ' -f1; }

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

# about ID TEXT: the fields of the entry of a file with this text. attached ID TEXT [SHA256]: the
# file, which the commit declares as it is, or as this.
about() { fields="file: $1${nl}name: letter.txt${nl}type: text/plain${nl}length: ${#2}${nl}sha256: $(printf %s "$2" | sum)$nl"; }
attached() {
	{ printf %s "$2" && head -c 32 /dev/urandom && head -c $((992 - ${#2})) /dev/zero; } >attached
	seal <attached | put "$folder/$stamp-$1.att.age"
	names "$1" "${3:-$(sum <attached)}"
}

# endorses ENTRY SHA256 LEVEL [VERDICT]: an endorsement of it.
endorses() {
	fields="target: $1${nl}target_sha256: $2${nl}level: $3${nl}verdict: ${4:-endorsed}$nl"
	entry "$forged" endorsement
	trailers="${trailers}Casefile-Endorses: $1 $2 $3 ${4:-endorsed}$nl"
}

# row MODE NAME ID: an entry of a raw tree. rows PATH: those of a folder of the index.
# odd PATH: the rows in the file rows take the place of that folder, whatever git thinks of them.
row() {
	printf '%s %s\0' "$1" "$2"
	for byte in $(echo "$3" | sed 's/../0x& /g'); do printf "\\$(printf %03o "$byte")"; done
}
rows() { git cat-file tree "$(git write-tree):$1"; }
odd() {
	was=$(git write-tree) path=$1
	tree=$(git hash-object -t tree -w --literally rows)
	while test -n "$path"; do
		up=$(dirname "$path")
		test "$up" != . || up=
		tree=$(git ls-tree "$was:$up" | sed "s|[0-9a-f]*\t$(basename "$path")\$|$tree\t$(basename "$path")|" | git mktree --missing)
		path=$up
	done
}

# message OP: what the commit says; $adopts is what it adopts, $lost a commit that it calls lost. land OP: main moves to a commit of the index.
message() {
	case $1 in team | policy | rejoin) trailers= ;; esac
	printf 'casefile %s\n\nCasefile-Op: %s\n%s%s%s' "$1" "$1" "${adopts:+Casefile-Adopts: $adopts$nl}" "${lost:+Casefile-Lost: $lost$nl}" "$trailers"
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

# The same by hand: payload OP is a commit before it is signed; signature [NAMESPACE]
# signs stdin; fold makes a header of that; insert FILE... puts headers into the file
# payload; force moves main to the commit on stdin, whatever git thinks of it.
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

# open_key: the case's newest key, as the one who acts can open it. key_of MEMBER EPOCH:
# the blob that the docket lists. wrap MEMBER [FILE]: that key, or what FILE holds,
# wrapped for the member: its blob.
open_key() { git cat-file blob "$(key_of "$me" "$epoch")" | age -d -i "$config/identity.txt"; }
key_of() { git cat-file blob ":$docket" | sed -n "s/^keys\.$2:.* $1=\([0-9a-f]*\).*/\1/p"; }
recipient_of() { git cat-file blob :team.yaml | sed -n "/^  - id: $1\$/,/^    since/s/^    recipient: //p"; }
wrap() {
	test -n "${2-}" || open_key >opened
	age -r "$(recipient_of "$1")" "${2:-opened}" | git hash-object -w --stdin
}

# told MEMBER...: under which rule the case was kept, padded and sealed to these.
told() {
	for reader; do recipient_of "$reader"; done >readers
	printf '%-1023s\n' "rule: floor" | age -R readers | put "$folder/register.age"
}

# list EPOCH MEMBER [BLOB]: the docket lists this key, or none, for the member.
list() {
	items=$(
		for item in $(git cat-file blob ":$docket" | sed -n "s/^keys\.$1: //p"); do
			case $item in "~" | "$2"=*) ;; *) echo "$item" ;; esac
		done
		test -z "${3-}" || echo "$2=$3"
	)
	edit "$docket" "s/^keys\.$1: .*/keys.$1: $(echo "${items:-~}" | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')/"
}

# renew MEMBER...: a new epoch, with these readers. renew_with FILE MEMBER...: with that key.
renew() {
	age-keygen -pq 2>/dev/null | grep ^AGE >fresh
	renew_with fresh "$@"
}
renew_with() {
	cp "$1" opened
	shift
	epoch=$((epoch + 1)) items=
	age-keygen -y opened | put "$folder/epoch-$epoch.pub"
	for reader; do items="$items $reader=$(wrap "$reader" opened)"; done
	edit "$docket" "\$a\\keys.$epoch:${items:- ~}"
}

# gone MEMBER: the docket lists no key for the member any more.
gone() {
	for n in $(git cat-file blob ":$docket" | sed -n 's/^keys\.\([0-9]*\):.*/\1/p'); do list "$n" "$1"; done
}

# reseal [ID...]: the case gets a new key, to which all is sealed anew as it was, but these,
# which are erased. A file as-ID is what that entry says from now on, and back-ID what one says
# that was erased before and is put back.
reseal() {
	readers=$(git cat-file blob ":$docket" | sed -n "s/^keys\.$epoch: //p" | tr ' ' '\n' | sed 's/=.*//')
	: >keys
	for n in $(seq "$epoch"); do
		was=$(key_of "$me" "$n")
		test -z "$was" || git cat-file blob "$was" | age -d -i "$config/identity.txt" >>keys
	done
	renew $readers
	for n in $(seq $((epoch - 1))); do edit "$docket" "s/^keys\.$n: .*/keys.$n: ~/"; done
	edit "$docket" 's/^pending: .*/pending: ~/'
	for back in back-*; do
		test ! -e "$back" || git log --diff-filter=D --name-only --format= main -- "$folder/*-${back#back-}.*.age" | head -n 1 | {
			read -r path
			put "$path" <"$back"
		}
	done
	erases=
	for path in $(git ls-files "$folder/*.age"); do
		it=$(echo "$path" | sed 's/.*-\([0-9A-Z]*\)\..*/\1/')
		case " $* " in *" $it "*) take "$path" && erases="${erases}Casefile-Erased: $it$nl" && continue ;; esac
		if test -e "back-$it"; then seal <"back-$it" >sealed; elif test -e "as-$it"; then seal <"as-$it" >sealed; else
			git cat-file blob ":$path" | age -d -i keys | seal >sealed
		fi
		put "$path" <sealed
		was=$(git log --format=%B main -- "$path" | sed -n "s/^Casefile-Entry: $it //p" | head -n 1)
		names "$it" "${was:-$(sum </dev/null)}"
	done
	trailers=$trailers$erases
}

# says ID: what an entry says, as whoever acts can read it. blank ID: nothing of the same size.
says() { git cat-file blob ":$(file "$1")" | age -d -i keys; }
blank() {
	test -e keys || open_key >keys
	says "$1" | tr '\000-\377' ' ' >"as-$(bare "$1")"
}

# begin ID STATUS WORKER MEMBER...: a new case, with these readers.
begin() {
	age-keygen -pq 2>/dev/null | grep ^AGE >opened
	new=cases/$(echo "$1" | cut -c1-2)/$1 status=$2 worker=$3 items=
	age-keygen -y opened | put "$new/epoch-1.pub"
	printf 'format: 1\ncase: %s\nopened: 2026-03-06\nkey_worker: %s\nstatus: %s\n' "$1" "$worker" "$status" >docket
	printf '%s: ~\n' service_ended retain_until holds blocks pending policy >>docket
	of "$1"
	shift 3
	for reader; do items="$items $reader=$(wrap "$reader" opened)"; done
	echo "keys.1:${items:- ~}" >>docket
	put "$docket" <docket
}

# listed COMMIT SHARD: what its dockets list, for git update-index. keys_tree: a tree of that.
listed() {
	git ls-tree --name-only "$1" "cases/$2/" | sed -n 's|.*/\(.*\)\.yaml$|\1|p' | while read -r case; do
		git cat-file blob "$1:cases/$2/$case.yaml" | sed -n 's/^keys\.\([0-9]*\): \([^~]\)/\1 \2/p' | while read -r n items; do
			for item in $items; do
				printf '100644 blob %s\t%s/%s/%s.age\n' "${item#*=}" "$case" "$n" "${item%%=*}"
			done
		done
	done
}
keys_tree() (
	rm -f keys-index
	GIT_INDEX_FILE=$PWD/keys-index
	git update-index --add --index-info
	git write-tree --missing-ok
)

# shards: the keys refs become what the dockets of main list.
shards() {
	for s in $(git ls-tree --name-only main cases/ | sed 's|^cases/||'); do
		shard "$s" "$(listed main "$s" | keys_tree)"
	done
}

# shard NAME TREE: its keys ref becomes the commit of the tree.
shard() {
	printf 'tree %s\nauthor casefile <casefile@invalid> 0 +0000\ncommitter casefile <casefile@invalid> 0 +0000\n\ncasefile keys\n' "$2" >keys
	git update-ref "refs/casefile/keys/$1" "$(git hash-object -t commit -w keys)"
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

# joins ID RECIPIENT [ROLE]: a new member, with a signing key of their own.
joins() {
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$PWD/$1"
	from=$committed
	cat >joining <<-MEMBER
	  - id: $1
	    name: "New $1"
	    email: "$1@agency.example"
	    roles: [${3:-caseworker}]
	    recipient: $2
	    since: $from
	    keys:
	      - key: $(cut -d ' ' -f 1,2 "$1.pub")
	        from: $from
	MEMBER
	git cat-file blob :team.yaml | awk -v id="$1" '
		/^  - id: / && !done && $3 > id { while ((getline line < "joining") > 0) print line; done = 1 }
		{ print }
		END { if (!done) while ((getline line < "joining") > 0) print line }' | put team.yaml
	team ''
}

# confirm MEMBER TIME [SAME-VERSION]: the roster says so. exchange: recovery-1 has another key, unconfirmed.
confirm() {
	words="/^  - id: $1\$/,/^    keys/s/^    since: .*/&\\n    confirmed: $2/"
	if test -n "${3-}"; then edit team.yaml "$words"; else team "$words"; fi
}
# rekeyed MEMBER: the roster has the key mine for them, and theirs have ended.
rekeyed() {
	ssh-keygen -q -t ed25519 -N '' -C '' -f mine
	team "/^  - id: $1\$/,/^        from/s|^        from: .*|&\\n        to: $when\\n      - key: $(cut -d ' ' -f 1,2 mine.pub)\\n        from: $when|"
}
exchange() {
	team "/^  - id: recovery-1\$/,/^    keys/{
		/^    confirmed/d
		s/^    recipient: .*/    recipient: $(age-keygen -pq 2>/dev/null | age-keygen -y)/
	}"
}

# push REFSPEC...: what is pushed, instead of main and all keys refs.
push() { printf '%s\n' "$@" >push; }

adopts= lost= fields= trailers= tree=
of "$CASE"
on "$GIT_COMMITTER_DATE"
act asha
