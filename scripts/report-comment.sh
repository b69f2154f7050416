#!/usr/bin/env bash
# report-comment.sh ARGS: runs `inject-shm report ARGS` for the GitHub Action, against the branch that a pull request is for
# unless BASE says another. What comes out is the job's summary, and the pull request's one comment of ours.
set -euo pipefail

report=$RUNNER_TEMP/inject-shm.md
base=${BASE:-}
if [ -z "$base" ] && [ -n "${GITHUB_BASE_REF:-}" ]; then
  # The usual checkout has one commit.
  git fetch --quiet --depth=1 origin "refs/heads/$GITHUB_BASE_REF"
  base=$(git rev-parse FETCH_HEAD)
fi

status=0
inject-shm report --format markdown ${base:+"--base=$base"} "$@" > "$report" || status=$?
[ -s "$report" ] || exit "$status"
cat "$report" >> "$GITHUB_STEP_SUMMARY"

# Another's comment is not ours, whatever its first line is.
ours() {
  gh pr view "$1" --repo "$GITHUB_REPOSITORY" --json comments --jq \
    '.comments[] | select(.viewerDidAuthor and (.body | startswith("<!-- inject-shm -->"))) | .url' |
    sed -n 's/.*#issuecomment-\([0-9][0-9]*\)$/\1/p' | tail -n 1
}

post() {
  local id
  id=$(ours "$1") || return 1
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F "body=@$report"
  else
    gh pr comment "$1" --repo "$GITHUB_REPOSITORY" --body-file "$report"
  fi
}

# A pull request from a fork has a token that may only read: the summary is there all the same.
if [ "${COMMENT:-true}" = true ] && [[ ${GITHUB_REF:-} =~ ^refs/pull/([0-9]+)/ ]]; then
  post "${BASH_REMATCH[1]}" ||
    echo '::warning::the comment cannot be posted: it needs the permission pull-requests: write; see the summary of the job'
fi
exit "$status"
