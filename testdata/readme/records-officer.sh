# Makes the folder old: records of four years ago, with a case that was closed then, and a copy
# of them.
set -e
export GIT_COMMITTER_DATE=2022-03-06T17:40:12Z CASEFILE_DIR="$HOME/old"
as() {
	who=$1
	shift
	XDG_CONFIG_HOME="$HOME/people/$who" casefile "$@"
}
as vera identity new --no-passphrase --name "Vera Lund" --email vera@agency.example
as vera identity card -o vera.card
as judith init old --no-recovery --roles senior,records
as judith team add mina.card --roles manager,lead --line-manager judith
as judith team add asha.card --roles caseworker --line-manager mina
as judith team add vera.card --roles senior --line-manager judith
printf -- '---\nsubject_type: child\nname: Ada Marsh\ndate_of_birth: 2011-05-04\npeople:\n' >child.md
printf -- '  - {name: Rosa Marsh, relation: mother, parental_responsibility: yes}\n---\n' >>child.md
as asha open -F child.md --no-input >opened
as asha readers "$(sed -n 's/  opened.*//p' opened)" grant vera
sed -e s/2026-/2022-/ -e s/Tobi/Ada/ -e s/Dana/Rosa/ closure.md >old-closure.md
as asha close "$(sed -n 's/  opened.*//p' opened)" -F old-closure.md >closed
closure=$(sed -n 's/  closure recorded.*//p' closed)
as mina endorse "$closure"
as judith endorse "$closure"
rm child.md opened closed old-closure.md
cp -R old before-disposal
