# Completion of spotwright for bash. Written by `spotwright completions bash`; do not edit.
_spotwright() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" verb="${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "assess_prices estimate_risk grade_regions forecast scale decide_mix balance_zones pack consolidate launch return_to_spot meet_deadline respond plan import render schema version --help --version" -- "$current"))
    return
  fi
  case "$verb $previous" in
    "assess_prices -i" | "assess_prices --input") words="json protobuf" ;;
    "assess_prices -o" | "assess_prices --output") words="table json markdown protobuf" ;;
    "assess_prices --color") words="auto always never" ;;
    "estimate_risk -i" | "estimate_risk --input") words="json protobuf" ;;
    "estimate_risk -o" | "estimate_risk --output") words="table json markdown protobuf" ;;
    "estimate_risk --color") words="auto always never" ;;
    "grade_regions -i" | "grade_regions --input") words="json protobuf" ;;
    "grade_regions -o" | "grade_regions --output") words="table json markdown protobuf" ;;
    "grade_regions --color") words="auto always never" ;;
    "forecast -i" | "forecast --input") words="json protobuf" ;;
    "forecast -o" | "forecast --output") words="table json markdown protobuf" ;;
    "forecast --color") words="auto always never" ;;
    "forecast --series-kind") words="demand counter utilisation_percent" ;;
    "scale -i" | "scale --input") words="json protobuf" ;;
    "scale -o" | "scale --output") words="table json markdown protobuf" ;;
    "scale --color") words="auto always never" ;;
    "decide_mix -i" | "decide_mix --input") words="json protobuf" ;;
    "decide_mix -o" | "decide_mix --output") words="table json markdown protobuf" ;;
    "decide_mix --color") words="auto always never" ;;
    "balance_zones -i" | "balance_zones --input") words="json protobuf" ;;
    "balance_zones -o" | "balance_zones --output") words="table json markdown protobuf" ;;
    "balance_zones --color") words="auto always never" ;;
    "pack -i" | "pack --input") words="json protobuf" ;;
    "pack -o" | "pack --output") words="table json markdown protobuf" ;;
    "pack --color") words="auto always never" ;;
    "consolidate -i" | "consolidate --input") words="json protobuf" ;;
    "consolidate -o" | "consolidate --output") words="table json markdown protobuf" ;;
    "consolidate --color") words="auto always never" ;;
    "launch -i" | "launch --input") words="json protobuf" ;;
    "launch -o" | "launch --output") words="table json markdown protobuf" ;;
    "launch --color") words="auto always never" ;;
    "return_to_spot -i" | "return_to_spot --input") words="json protobuf" ;;
    "return_to_spot -o" | "return_to_spot --output") words="table json markdown protobuf" ;;
    "return_to_spot --color") words="auto always never" ;;
    "meet_deadline -i" | "meet_deadline --input") words="json protobuf" ;;
    "meet_deadline -o" | "meet_deadline --output") words="table json markdown protobuf" ;;
    "meet_deadline --color") words="auto always never" ;;
    "respond -i" | "respond --input") words="json protobuf" ;;
    "respond -o" | "respond --output") words="table json markdown protobuf" ;;
    "respond --color") words="auto always never" ;;
    "plan -i" | "plan --input") words="json protobuf" ;;
    "plan -o" | "plan --output") words="table json markdown protobuf" ;;
    "plan --color") words="auto always never" ;;
    "plan --series-kind") words="demand counter utilisation_percent" ;;
    "import --series-kind") words="demand counter utilisation_percent" ;;
    "import -o" | "import --output") words="json protobuf" ;;
    "import --color") words="auto always never" ;;
    "render render") words="assess_prices estimate_risk grade_regions forecast scale decide_mix balance_zones pack consolidate launch return_to_spot meet_deadline respond plan import render" ;;
    "render -o" | "render --output") words="table markdown" ;;
    "render --color") words="auto always never" ;;
    "schema schema") words="assess_prices estimate_risk grade_regions forecast scale decide_mix balance_zones pack consolidate launch return_to_spot meet_deadline respond plan import render" ;;
  esac
  if [[ -z $words && $current == -* ]]; then
    case "$verb" in
      assess_prices) words="-h --help -i --input -o --output --width --color" ;;
      estimate_risk) words="-h --help -i --input -o --output --width --color" ;;
      grade_regions) words="-h --help -i --input -o --output --width --color" ;;
      forecast) words="-h --help -i --input -o --output --width --color --prometheus --load-csv --series-kind --series-capacity --settings --now-unix-ms -q --quiet" ;;
      scale) words="-h --help -i --input -o --output --width --color" ;;
      decide_mix) words="-h --help -i --input -o --output --width --color" ;;
      balance_zones) words="-h --help -i --input -o --output --width --color" ;;
      pack) words="-h --help -i --input -o --output --width --color" ;;
      consolidate) words="-h --help -i --input -o --output --width --color" ;;
      launch) words="-h --help -i --input -o --output --width --color --scaling-activities" ;;
      return_to_spot) words="-h --help -i --input -o --output --width --color" ;;
      meet_deadline) words="-h --help -i --input -o --output --width --color" ;;
      respond) words="-h --help -i --input -o --output --width --color" ;;
      plan) words="-h --help -i --input -o --output --width --color --pods --nodes --workloads --types --spot-prices --on-demand-prices --spot-advisor --azure-prices --azure-skus --azure-evictions --placement-scores --aws-events --instance-metadata --scheduled-events --prometheus --load-csv --policy --risk --region --min-spot-replicas --spot-taint --series-kind --series-capacity --now-unix-ms -q --quiet" ;;
      import) words="-h --help --pods --nodes --workloads --types --spot-prices --on-demand-prices --spot-advisor --azure-prices --azure-skus --azure-evictions --placement-scores --aws-events --instance-metadata --scheduled-events --prometheus --load-csv --policy --region --min-spot-replicas --spot-taint --series-kind --series-capacity --settings --now-unix-ms -q --quiet -o --output --width --color" ;;
      render) words="-h --help -o --output --width --color" ;;
      schema) words="-h --help --response" ;;
      version) words="-h --help" ;;
    esac
  fi
  # Without words of ours bash completes file names.
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _spotwright spotwright
