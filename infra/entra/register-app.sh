#!/usr/bin/env bash
# Registers Potluck's application in Entra, single tenant, where no managed identity is the bot (infra/azure makes one).
# It asks for no API permission: what Potluck may read of calendars is granted per mailbox, in Exchange, by
# limit-mailboxes.ps1. Run it as Application Administrator, with the Azure CLI signed in to the tenant. Safe to repeat.
#
#   register-app.sh NAME secret                                  a client secret, shown once
#   register-app.sh NAME certificate FILE.pem                    a certificate; its private key is not sent
#   register-app.sh NAME federated ISSUER SUBJECT                a workload's token, as of a Kubernetes cluster
#   register-app.sh NAME identity OBJECT_ID                      a managed identity vouches (its object id)
set -euo pipefail

usage() { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
name=$1 way=$2
shift 2

tenant=$(az account show --query tenantId --output tsv)
app=$(az ad app list --filter "displayName eq '${name//\'/\'\'}'" --query '[0].appId' --output tsv)
if [ -z "$app" ]; then
  app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)
fi
principal=$(az ad sp list --filter "appId eq '$app'" --query '[0].id' --output tsv)
if [ -z "$principal" ]; then
  principal=$(az ad sp create --id "$app" --query id --output tsv)
fi

federate() { # ISSUER SUBJECT
  local body
  body=$(printf '{"name":"potluck","issuer":"%s","subject":"%s","audiences":["api://AzureADTokenExchange"]}' "$1" "$2")
  if [ -z "$(az ad app federated-credential list --id "$app" --query "[?name=='potluck'].id" --output tsv)" ]; then
    az ad app federated-credential create --id "$app" --parameters "$body" --output none
  else
    az ad app federated-credential update --id "$app" --federated-credential-id potluck --parameters "$body" --output none
  fi
}

case $way in
  secret)
    secret=$(az ad app credential reset --id "$app" --append --display-name potluck --years 1 --query password --output tsv)
    printf 'POTLUCK_APP_SECRET=%s\n' "$secret"
    ;;
  certificate)
    [ $# -eq 1 ] || usage
    az ad app credential reset --id "$app" --append --display-name potluck --cert "@$1" --output none
    printf 'POTLUCK_APP_CERTIFICATE=/path/to/private-key-and-certificate.pem\n'
    ;;
  federated)
    [ $# -eq 2 ] || usage
    federate "$1" "$2"
    printf 'POTLUCK_FEDERATED_TOKEN_FILE=/var/run/secrets/potluck/token\n'
    ;;
  identity)
    [ $# -eq 1 ] || usage
    federate "https://login.microsoftonline.com/$tenant/v2.0" "$1"
    printf 'POTLUCK_MANAGED_IDENTITY=%s\n' "$(az ad sp show --id "$1" --query appId --output tsv)"
    ;;
  *) usage ;;
esac

printf 'POTLUCK_APP_ID=%s\nPOTLUCK_TENANT_ID=%s\n' "$app" "$tenant"
printf '# service principal, for limit-mailboxes.ps1: %s\n' "$principal"
printf '# next: create the Azure Bot with this id (single tenant), channel Microsoft Teams, endpoint .../api/messages\n'
