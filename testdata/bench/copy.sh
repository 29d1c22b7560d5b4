# copy.sh, to be sourced: copy FROM TO copies a records repository. Its packs, which git
# replaces and never changes, are the same files in both.
copy() {
	mkdir -p "$2"
	(cd "$1" && tar cf - --exclude='./objects/pack/*.pack' .) | (cd "$2" && tar xf -)
	for pack in "$1"/objects/pack/*.pack; do
		ln "$pack" "$2/objects/pack/"
	done
}
