using System.Management.Automation;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Closes the session's connections and forgets what Connect-NsmCluster chose.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "NsmCluster")]
public sealed class DisconnectNsmClusterCommand : NsmCommand
{
    protected override void EndProcessing() => RunspaceSession.Current.Disconnect();
}
