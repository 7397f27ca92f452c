// One role of Potluck as a container app. Only the gateway is reached from outside, over https.

param name string
@allowed(['gateway', 'worker', 'scheduler'])
param role string
param location string
param image string
param registryServer string
param environmentId string
param environmentDomain string
param gatewayName string
param identityId string
param clientId string
param tenantId string
param redisUrlSecret string
param signingKeySecret string
param mailboxes string
param group string
param defaultZone string
param contact string
param replicas int

var isGateway = role == 'gateway'

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    managedEnvironmentId: environmentId
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: isGateway ? { external: true, targetPort: 3978, transport: 'http', allowInsecure: false } : null
      registries: empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]
      secrets: [
        { name: 'redis-url', keyVaultUrl: redisUrlSecret, identity: identityId }
        { name: 'secret-key', keyVaultUrl: signingKeySecret, identity: identityId }
      ]
    }
    template: {
      terminationGracePeriodSeconds: 40
      containers: [
        {
          name: role
          image: image
          args: [role]
          resources: { cpu: json(role == 'worker' ? '0.5' : '0.25'), memory: role == 'worker' ? '1Gi' : '0.5Gi' }
          env: [
            { name: 'POTLUCK_REDIS_URL', secretRef: 'redis-url' }
            { name: 'POTLUCK_SECRET_KEY', secretRef: 'secret-key' }
            { name: 'POTLUCK_APP_ID', value: clientId }
            { name: 'POTLUCK_MANAGED_IDENTITY', value: clientId }
            { name: 'POTLUCK_TENANT_ID', value: tenantId }
            { name: 'POTLUCK_PUBLIC_URL', value: 'https://${gatewayName}.${environmentDomain}' }
            { name: 'POTLUCK_MAILBOXES', value: mailboxes }
            { name: 'POTLUCK_GROUP', value: group }
            { name: 'POTLUCK_DEFAULT_ZONE', value: defaultZone }
            { name: 'POTLUCK_CONTACT', value: contact }
            { name: 'POTLUCK_METRICS_PORT', value: '9464' } // not in ingress: reached within the environment's network alone
          ]
          probes: isGateway ? [
            { type: 'Liveness', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 15 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 3978 }, periodSeconds: 10, timeoutSeconds: 3 }
          ] : []
        }
      ]
      scale: { minReplicas: replicas, maxReplicas: replicas }
    }
  }
}
