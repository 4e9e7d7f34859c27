/** The word that asks the program for what may come next; nobody types it. */
export const ASK = '__complete'

/**
 * What each shell is to load. All three ask the program on the PATH, by its name: one that stands in the folder at hand
 * is not run, whatever the line begins with. What comes back are words without anything a shell would act on.
 */
export const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# completion of writ for bash; put into ~/.bashrc: source <(writ completion bash)
_writ() {
  local line=\${COMP_LINE:0:COMP_POINT} current word tail kind=''
  local -a words
  read -r -a words <<< "$line"
  case $line in *[[:space:]]) words+=('') ;; esac
  current=\${words[\${#words[@]}-1]}
  # readline ends words at = : and @ too: only what stands behind the last of them is to be told
  tail=\${current##*[$COMP_WORDBREAKS]}
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    case $word in
      :files | :folders) kind=$word ;;
      ?*) COMPREPLY+=("\${word#"\${current%"$tail"}"}") ;;
    esac
  done < <(command writ ${ASK} -- "\${words[@]:1}" 2> /dev/null)
  [ -n "$kind" ] && compopt -o filenames 2> /dev/null
  case $kind in
    :files) while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$tail") ;;
    :folders) while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$tail") ;;
  esac
}
complete -F _writ writ
`,
  zsh: `#compdef writ
# completion of writ for zsh; put into ~/.zshrc, below compinit: source <(writ completion zsh)
_writ() {
  local line value about kind=''
  local -a values shown
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    case $value in
      :files | :folders) kind=$value ;;
      ?*) values+=("$value"); shown+=("\${value}\${about:+  -- }$about") ;;
    esac
  done < <(command writ ${ASK} -- "\${(@Q)words[2,CURRENT]}" 2> /dev/null)
  (( \${#values} )) && compadd -l -d shown -a values
  case $kind in
    :files) _files ;;
    :folders) _files -/ ;;
  esac
}
compdef _writ writ
`,
  fish: `# completion of writ for fish; writ completion fish > ~/.config/fish/completions/writ.fish
function __writ_complete
    set -l current (commandline -ct)
    for line in (command writ ${ASK} -- (commandline -opc)[2..-1] $current 2> /dev/null)
        switch $line
            case ':files*'
                __fish_complete_path $current
            case ':folders*'
                __fish_complete_directories $current
            case '*'
                echo $line
        end
    end
end
complete -c writ -f -a '(__writ_complete)'
`,
}
