// Potluck on Azure: Container Apps, Azure Managed Redis, Key Vault, Log Analytics, and the bot's registration.
//   az deployment group create -g potluck -f infra/azure/main.bicep -p image=... secretKey=... mailboxes=...
// Nobody keeps a password: the bot is the user-assigned managed identity made here, and Redis' key and the secret key
// lie in the vault, which the containers read by that identity. Everything stays in the region of the resource group.

@description('Container image of infra/Dockerfile, in a registry that the identity may pull from.')
param image string

@description('Resource id of the Azure Container Registry, in this resource group, that holds the image; empty where it is public.')
param registry string = ''

@description('32 or more random characters. infra/docs/secrets.md says how it is changed.')
@secure()
@minLength(32)
param secretKey string

@description('Object ids of people whose invites are read, comma-separated.')
param mailboxes string = ''

@description('Object id of a group whose members have their invites read. Needs GroupMember.Read.All.')
param group string = ''

@description('IANA zone of teams and people until they choose one.')
param defaultZone string = 'UTC'

@description('Who answers questions about Potluck; stands on its privacy page.')
param contact string

param location string = resourceGroup().location
param name string = 'potluck'

@allowed(['Balanced_B0', 'Balanced_B1', 'Balanced_B3', 'Balanced_B5'])
param redisSize string = 'Balanced_B0'

@minValue(1)
param gateways int = 2

@minValue(1)
param workers int = 1

var unique = uniqueString(resourceGroup().id, name)
var roleIds = {
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource redis 'Microsoft.Cache/redisEnterprise@2025-04-01' = {
  name: '${name}-${unique}'
  location: location
  sku: { name: redisSize }
  properties: { minimumTlsVersion: '1.2' }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-04-01' = {
  parent: redis
  name: 'default'
  properties: {
    clientProtocol: 'Encrypted'
    port: 10000
    clusteringPolicy: 'EnterpriseCluster' // one address; every step of ours stays in one slot
    evictionPolicy: 'NoEviction'
    accessKeysAuthentication: 'Enabled'
    persistence: { aofEnabled: true, aofFrequency: '1s' }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}${unique}', 24)
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 30
  }
}

resource redisUrl 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'redis-url'
  properties: {
    contentType: 'URL of Redis with its access key'
    value: 'rediss://:${uriComponent(database.listKeys().primaryKey)}@${redis.properties.hostName}:10000/0'
  }
}

resource signingKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'secret-key'
  properties: {
    contentType: '32 or more random characters'
    value: secretKey
  }
}

resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, roleIds.keyVaultSecretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
  }
}

resource images 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(registry)) {
  name: empty(registry) ? 'none' : last(split(registry, '/'))
}

resource pullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registry)) {
  scope: images
  name: guid(registry, identity.id, roleIds.acrPull)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.acrPull)
  }
}

resource home 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-home'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

module roles 'role.bicep' = [for role in ['gateway', 'worker', 'scheduler']: {
  name: '${name}-${role}'
  params: {
    name: '${name}-${role}'
    role: role
    location: location
    image: image
    registryServer: empty(registry) ? '' : '${last(split(registry, '/'))}.azurecr.io'
    environmentId: home.id
    environmentDomain: home.properties.defaultDomain
    gatewayName: '${name}-gateway'
    identityId: identity.id
    clientId: identity.properties.clientId
    tenantId: subscription().tenantId
    redisUrlSecret: redisUrl.properties.secretUri
    signingKeySecret: signingKey.properties.secretUri
    mailboxes: mailboxes
    group: group
    defaultZone: defaultZone
    contact: contact
    replicas: role == 'gateway' ? gateways : role == 'worker' ? workers : 1
  }
  dependsOn: [readsSecrets, pullsImages]
}]

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${unique}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'S1' }
  properties: {
    displayName: 'Potluck Meeting Hygiene'
    endpoint: 'https://${name}-gateway.${home.properties.defaultDomain}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppMSIResourceId: identity.id
    msaAppTenantId: subscription().tenantId
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true, enableCalling: false }
  }
}

@description('POTLUCK_APP_ID: for `potluck manifest build` and for infra/entra/limit-mailboxes.ps1.')
output appId string = identity.properties.clientId
@description('Object id of the service principal, for infra/entra/limit-mailboxes.ps1.')
output principalId string = identity.properties.principalId
output publicUrl string = 'https://${name}-gateway.${home.properties.defaultDomain}'
