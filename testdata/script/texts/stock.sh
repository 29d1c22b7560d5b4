# What somebody can do to the records with git, age and a shell alone. Scripts
# source it; whoever acts is the one whose XDG_CONFIG_HOME is set.
config=$XDG_CONFIG_HOME/casefile
export GIT_AUTHOR_DATE="$GIT_COMMITTER_DATE"

# stockgit ARGUMENTS...: git in the records, as this member.
stockgit() {
	git -C "$CASEFILE_DIR" -c user.name="$(sed -n 's/^name: //p' "$config/config.yaml")" \
		-c user.email="$(sed -n 's/^email: //p' "$config/config.yaml")" \
		-c gpg.format=ssh -c user.signingkey="$config/signing" "$@"
}

# commit MESSAGE [OPTION...]: all of the work tree, signed.
commit() {
	printf "$1" >"$CASEFILE_DIR/../message"
	shift
	stockgit add -A
	stockgit commit -q -S --cleanup=verbatim -F ../message "$@"
}

# bare ID: an ID as paths have it.
bare() { echo "$1" | tr -d -; }

# folder CASE: where its entries lie.
folder() {
	id=$(bare "$1")
	echo "$CASEFILE_DIR/cases/$(echo "$id" | cut -c1-2)/$id"
}

# spliced CASE ENTRY WHO TEXT: a note as it is sealed, padded to 1,024 bytes.
spliced() {
	text=$(printf -- '---\nid: %s\ncase: %s\nkind: note\nrecorded: %s\nby: %s\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\nheadline: %s\n---\n.' \
		"$(bare "$2")" "$(bare "$1")" "$GIT_COMMITTER_DATE" "$3" "$4")
	text=${text%.}
	printf '%s%*s\n' "$text" $((1023 - ${#text})) ''
}

# sum: the SHA-256 of stdin.
sum() { sha256sum | cut -d' ' -f1; }

# sealed CASE ENTRY: stdin, sealed by stock age, as the entry's file.
sealed() {
	age -r "$(cat "$(folder "$1")/epoch-1.pub")" \
		-o "$(folder "$1")/$(echo "$GIT_COMMITTER_DATE" | tr -d :-)-$(bare "$2").md.age"
}

# adding CASE ENTRY SHA256: the message of op add.
adding() {
	printf 'casefile add\n\nCasefile-Op: add\nCasefile-Case: %s\nCasefile-Entry: %s %s\n' "$(bare "$1")" "$(bare "$2")" "$3"
}

# unpacked has each object in a file of its own: git's maintenance may have some twice.
unpacked() {
  for pack in .git/objects/pack/*.pack; do
    test -f "$pack" || continue
    mv "$pack" .git/unpacked
    rm -f "${pack%.pack}".*
    git unpack-objects -q <.git/unpacked
    rm -f .git/unpacked
  done
}
