<#
.SYNOPSIS
Lets Potluck read the calendars of one group's members, and proves that it can read no other.

.DESCRIPTION
RBAC for Applications in Exchange Online: the role "Application Calendars.Read", scoped to the direct members of a
group. Members of nested groups are not included. Safe to repeat. Needs the module ExchangeOnlineManagement and the
role Organization Management.

A consent to Calendars.Read in Entra holds for every mailbox and adds to this. So the script ends with an error when
the proof fails, and the usual cause is such a consent: remove it.

.EXAMPLE
./limit-mailboxes.ps1 -AppId 1b4e28ba-... -PrincipalId 9c5b94b1-... -Group "Potluck pilot" -Inside maren@contoso.com -Outside ceo@contoso.com
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [guid] $AppId,
    [Parameter(Mandatory)] [guid] $PrincipalId,
    [Parameter(Mandatory)] [string] $Group,
    [Parameter(Mandatory)] [string] $Inside,
    [Parameter(Mandatory)] [string] $Outside,
    # With POTLUCK_GRAPH_WRITES: Potluck cancels or shortens a meeting after its organizer confirmed it.
    [switch] $MayWrite
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$Role = if ($MayWrite) { 'Application Calendars.ReadWrite' } else { 'Application Calendars.Read' }
$Scope = 'Potluck mailboxes'

Connect-ExchangeOnline -ShowBanner:$false

$principal = Get-ServicePrincipal | Where-Object { $_.AppId -eq $AppId.Guid }
if (-not $principal) {
    $principal = New-ServicePrincipal -AppId $AppId.Guid -ObjectId $PrincipalId.Guid -DisplayName 'Potluck'
}

$name = (Get-Group -Identity $Group).DistinguishedName
$filter = "MemberOfGroup -eq '$($name -replace "'", "''")'"
if (Get-ManagementScope | Where-Object Name -eq $Scope) {
    Set-ManagementScope -Identity $Scope -RecipientRestrictionFilter $filter
}
else {
    New-ManagementScope -Name $Scope -RecipientRestrictionFilter $filter | Out-Null
}

$granted = Get-ManagementRoleAssignment -RoleAssignee $principal.ObjectId -ErrorAction SilentlyContinue |
    Where-Object { $_.Role -eq $Role }
if (-not $granted) {
    New-ManagementRoleAssignment -Name 'Potluck reads calendars' -App $principal.ObjectId -Role $Role -CustomResourceScope $Scope | Out-Null
}

function Test-Reach([string] $Mailbox) {
    $told = Test-ServicePrincipalAuthorization -Identity $principal.ObjectId -Resource $Mailbox |
        Where-Object { $_.RoleName -eq $Role }
    [bool] ($told | Where-Object { $_.InScope })
}

$reachesInside = Test-Reach $Inside
$reachesOutside = Test-Reach $Outside
$other = Get-ManagementRoleAssignment -RoleAssignee $principal.ObjectId | Where-Object { $_.Role -ne $Role }
Write-Output "$Inside (member): $(if ($reachesInside) { 'can be read' } else { 'CANNOT be read' })"
Write-Output "$Outside (no member): $(if ($reachesOutside) { 'CAN BE READ' } else { 'cannot be read' })"

if ($other) { throw "The application holds more roles than it needs: $($other.Role -join ', ')" }
if (-not $reachesInside) { throw "$Inside cannot be read: is it a direct member of $Group? Changes take up to two hours." }
if ($reachesOutside) { throw "$Outside can be read though it should not be. Do not go on." }
Write-Output 'Also look at Entra, Enterprise applications, Potluck, Permissions: Calendars.Read must not be consented there.'
