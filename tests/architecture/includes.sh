#!/usr/bin/env bash
# Reads every include and fails where one goes against the layers of README.md, or names a library outside its place.
set -u
cd "$1" || exit 2
bad=0
forbid() { # forbid "files (grep -P on paths)" "pattern of an include" "why"
  local hits
  hits=$(git ls-files -co --exclude-standard 'api-client/*' 'panels/*' 'console/*' 'platform/*' | grep -E "\.(hpp|cpp)$" |
    grep -P "$1" | xargs -r grep -nE "#include [<\"]($2)" /dev/null)
  if [ -n "$hits" ]; then printf '%s:\n%s\n' "$3" "$hits"; bad=1; fi
}
forbid '^api-client/base/' '(api-client/(contract|client)|panels|console|platform)/' 'base knows nothing above it'
forbid '^api-client/hours/' '(api-client/(contract|content|client)|panels|console|platform)/' 'hours know base only'
forbid '^api-client/checks/' '(api-client/(client|content|hours|xliff)|panels|console|platform)/' 'checks know contract and base only'
forbid '^api-client/booking/' '(api-client/(content|client|xliff)|panels|console|platform)/' 'booking knows contract, hours and base only'
forbid '^api-client/contract/' '(api-client/(booking|checks|client|content|xliff)|panels|console|platform)/' 'contract knows base only'
forbid '^api-client/content/' '(api-client/(client|xliff)|panels|console|platform)/' 'content knows contract and base only'
forbid '^api-client/xliff/' '(api-client/client|panels|console|platform)/' 'xliff knows content, contract and base only'
forbid '^api-client/client/' '(panels|console|platform)/' 'the client knows no panel and no platform'
forbid '^platform/' '(api-client/client|panels|console)/' 'the platform knows neither client nor panels'
# The console's state is pure (no I/O) and is what views read; the rest of the client is out of a panel's reach.
forbid '^panels/' '(api-client/client/(client|transport|session|outbox|local_store|event_stream|journal)|console/|platform/)' 'a panel does no I/O'
forbid '^panels/.*_view\.(hpp|cpp)$' '(imgui|panels/kit/(kit|buttons|inputs|layout|table|tree|overlay|frame|fonts|chips|toast|focus)\.hpp)' 'a view draws nothing'
forbid '^(api-client|platform)/' '(imgui|GLFW)' 'ImGui is for panels and console'
forbid '^(panels|console|platform/(app|audit|detection|domain|http|open311|print|routes|security|store)|api-client/(base|booking|contract|content|hours))/' 'curl/' 'curl is the transport and the mail alone'
forbid '^(panels|console|api-client/(base|contract|content|client)|platform/(app|audit|detection|domain|http|print|routes|security|store))/' 'libxml/' 'XML is for api-client/xliff and platform/open311'
forbid '^(panels|console|api-client|platform/(app|audit|detection|domain|http|open311|routes|security|store))/' '(cairo|pango|qrencode)' 'paper is drawn in platform/print'
forbid '^(panels|console|api-client|platform/(app|audit|detection|http|mail|open311|print|routes|security|store))/' 'qpdf/' 'PDFs are read in platform/domain/media'
forbid '^(panels|console|api-client/(base|contract))/' '(soci|sqlite3)' 'SQL is for the stores'
forbid '^platform/(http|routes|domain|audit)/' '(soci|sqlite3)' 'SQL stays in platform/store'
forbid '^(panels|console|api-client/(contract|client)|platform/(store|routes|domain|audit))/' 'openssl/' 'OpenSSL is where keys live'
# codec_ways.hpp is the codec's own, in three parts, so that each is compiled on a core of its own.
forbid '(?<!/codec_ways)\.hpp$' 'nlohmann/json.hpp' 'json in codec sources only'
forbid '^(?!api-client/contract/codec)' 'api-client/contract/codec_ways' 'the inside of the codec is its own'
# The parser takes a NUL for the end of the text, and is long to compile: api-client/base/json.cpp guards it and holds the only copy.
hits=$(git ls-files -co --exclude-standard '*.hpp' '*.cpp' | grep -v '^api-client/base/json\.cpp$' |
  xargs -r grep -nE '(json|Json)::(sax_parse|parse|accept)\(' /dev/null)
if [ -n "$hits" ]; then printf '%s:\n%s\n' 'JSON is read by api-client/base/json.hpp (tests: tests/support/json.hpp)' "$hits"; bad=1; fi
[ "$bad" -eq 0 ] && echo "layers hold"
exit "$bad"
