using System.Text.RegularExpressions;
using System.Xml.Linq;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Views;

public sealed partial class ViewTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public static TheoryData<string, string, string[]> Views => new()
    {
        {
            "[NsmPS.NsmConnection]@{ Cluster = 'lab'; Server = 'https://10.0.0.1'; ServerVersion = 'v1.20.2' }",
            "Cluster Server ServerVersion Namespace Kubeconfig", ["lab", "v1.20.2"]
        },
        {
            "[NsmPS.NsmContext]::new('admin@lab', 'lab', 'admin', $null, 'https://10.0.0.1', $true, '/tmp/config')",
            "Name Current Cluster Server User Namespace", ["admin@lab", "True"]
        },
        { "Get-NsmRelease v0.2.1", "Version ImageTag Maintained ProvenOn ForwardingPlanes Components SampleApps Title", ["v0.2.1", "v0.2.0", "False", "{1.20}", "{vpp, kernel}"] },
        {
            "[NsmPS.NsmMesh]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Version = 'v0.2.1'; ImageTag = 'v0.2.0'; ForwardingPlane = 'vpp'; State = 'Ready'; Injecting = $true; Revision = 3; Message = '' }",
            "Cluster Namespace Version ImageTag Plane State Injecting Revision Message", ["lab", "vpp", "Ready", "3"]
        },
        {
            "[NsmPS.NsmMeshRevision]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Revision = 3; Current = $true; State = 'Complete'; Operation = 'Restore'; RestoredFrom = 1; Version = 'v0.2.0'; ImageTag = 'v0.2.0'; ForwardingPlane = 'kernel' }",
            "Cluster Revision Current State Operation From Version ImageTag Plane Components AppliedAt", ["lab", "3", "True", "Complete", "Restore", "kernel"]
        },
        {
            "[NsmPS.NsmMeshDrift]@{ Cluster = 'lab'; Revision = 3; Kind = 'DaemonSet'; Namespace = 'nsm-system'; Name = 'nsmgr'; Path = 'metadata.labels[app]'; Expected = 'a'; Actual = 'b'; Drift = 'Changed' }",
            "Drift Kind Name Path Expected Actual", ["Changed", "DaemonSet", "nsmgr", "metadata.labels[app]"]
        },
        { "[NsmPS.NsmComponentStatus]::new('DaemonSet/nsmgr', 'Pending', 1, 2, 'one pod is starting')", "Name State Ready Desired Reason", ["DaemonSet/nsmgr", "Pending", "one pod is starting"] },
        { "[NsmPS.NsmNodeStatus]::new('node-1', 10, 'tcp:10.0.0.2:5000', $true)", "Name Sockets ManagerUrl ManagerIsCurrent", ["node-1", "10", "True"] },
        {
            "[NsmPS.NsmPlan]@{ Cluster = 'lab'; Operation = 'Install NSM'; Items = [NsmPS.NsmPlanItem[]]@(); MadeAt = [datetimeoffset]::UnixEpoch }",
            "Cluster Operation Summary MadeAt", ["lab", "Install NSM", "nothing to do"]
        },
        {
            "[NsmPS.NsmPlanItem]@{ Stage = 'workloads'; Action = 'Create'; Kind = 'DaemonSet'; Namespace = 'nsm-system'; Name = 'nsmgr'; ServerValidated = $true; Note = 'new' }",
            "Action Kind Namespace Name Proven Note", ["Stage: workloads", "Create", "DaemonSet", "nsmgr"]
        },
        {
            "[NsmPS.NsmSampleApp]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Name = 'icmp-responder'; State = 'NoWire'; Clients = 4; ClientsWired = 3; Endpoints = 2; EndpointsRegistered = 2; Message = 'one client has no wire' }",
            "Cluster Namespace Name State Clients Wired Endpoints Registered Message", ["icmp-responder", "NoWire", "one client has no wire"]
        },
        { "Get-NsmSampleApp icmp-responder -ListAvailable", "Name Title Mechanism Clients Endpoints Releases Description", ["icmp-responder", "kernel"] },
        { "[NsmPS.NsmSamplePod]::new('nsc-1', 'Client', 'node-1', 'Ready', '172.16.1.1/30', '')", "Name Role Node State WireAddress Reason", ["nsc-1", "172.16.1.1/30"] },
        {
            """
            [NsmPS.NsmIcmpResult]@{ Client = 'nsc-1'; ClientNode = 'node-1'; Endpoint = 'nse-1'; EndpointNode = 'node-2'; Locality = 'CrossNode'; Mechanism = 'kernel'
                Sent = 3; Received = 2; LossPercent = 100 / 3; AvgMs = 0.25; Verdict = 'PartialLoss'; Cluster = 'lab' }
            """,
            "Client Verdict Loss % Avg ms Locality Endpoint ClientNode EndpointNode Sent Received", ["Cluster: lab", "node-2", "CrossNode", "33.3", "0.250", "PartialLoss"]
        },
        {
            "[NsmPS.NsmNetworkService]@{ Cluster = 'lab'; Namespace = 'default'; Name = 'icmp'; Payload = 'IP'; Endpoints = [string[]]@('icmp-a'); EndpointsRunning = 1; Clients = 4 }",
            "Name Namespace Payload Running Clients Endpoints", ["icmp", "default", "{icmp-a}"]
        },
        {
            "[NsmPS.NsmEndpoint]@{ Cluster = 'lab'; Namespace = 'default'; Name = 'icmp-a'; NetworkService = 'icmp'; Payload = 'IP'; Node = 'n1'; State = 'RUNNING'; Pod = 'nse-1'; Orphan = $true; Detail = 'gone' }",
            "Name NetworkService Node Pod State Orphan Detail", ["icmp-a", "nse-1", "RUNNING", "True", "gone"]
        },
        {
            "[NsmPS.NsmClient]@{ Cluster = 'lab'; Namespace = 'apps'; Name = 'nsc-1'; Workload = 'nsc'; Node = 'n1'; NetworkServices = [string[]]@('icmp'); Injected = $true; WireAddresses = [string[]]@('172.16.1.1/30'); State = 'Ready'; Reason = '' }",
            "Name State WireAddresses NetworkServices Node Injected Workload Reason", ["nsc-1", "Ready", "{172.16.1.1/30}", "{icmp}"]
        },
        {
            "[NsmPS.NsmWire]@{ Cluster = 'lab'; Client = 'nsc-1'; ClientNode = 'n1'; ClientAddress = '172.16.1.1/30'; Endpoint = 'nse-1'; EndpointNode = 'n2'; Locality = 'CrossNode'; State = 'Dead'; Source = 'Managers'; Detail = 'gone' }",
            "Client State Endpoint Locality Address ClientNode EndpointNode Source Detail", ["Cluster: lab", "nsc-1", "Dead", "CrossNode", "Managers"]
        },
        { "Get-NsmErrorHelp WaitTimedOut", "Id Code Category ProbableCause Remedy", ["WaitTimedOut", "1041", "OperationTimeout"] },
        {
            "[NsmPS.NsmCompatibility]@{ Cluster = 'lab'; Status = 'Partial'; KubernetesVersion = 'v1.20.2'; MeshVersion = 'v0.2.1'; ComponentVersion = 'edge'; Distribution = 'kind'; File = '/tmp/x.md' }",
            "Cluster Status KubernetesVersion MeshVersion ComponentVersion Distribution File", ["lab", "Partial", "v1.20.2", "edge", "kind"]
        },
        {
            "[NsmPS.NsmAdapter]@{ Address = '127.0.0.1:10004'; State = 'Serving'; Version = 'v1'; ProcessId = 42; Detached = $true; LogFile = '/tmp/a.log' }",
            "Address State Version ProcessId Detached StartedAt LogFile Message", ["127.0.0.1:10004", "Serving", "42", "True", "/tmp/a.log"]
        },
        {
            "[NsmPS.NsmAdapterCheck]@{ Address = 'h:1'; Step = 'SupportedOperations'; Outcome = 'Failed'; Detail = 'none there'; Hint = 'do that' }",
            "Step Outcome Detail Hint Duration", ["Address: h:1", "SupportedOperations", "Failed", "none there", "do that"]
        },
        {
            "[NsmPS.NsmCheckResult]@{ Cluster = 'lab'; Id = 'WebhookServes'; Category = 'Admission'; Outcome = 'Failed'; Target = 'Service/a/b'; Message = 'no pod'; Hint = 'do that' }",
            "Id Outcome Target Message Hint", ["Cluster: lab", "WebhookServes", "Failed", "Service/a/b", "no pod", "do that"]
        },
        {
            "[NsmPS.NsmResidue]@{ Cluster = 'lab'; ApiVersion = 'v1'; Kind = 'Secret'; ObjectNamespace = 'a'; Name = 'b'; Uid = 'u'; Owner = 'Upstream'; Blocks = $true; Removable = $true; Message = 'left' }",
            "Owner Blocks Removable Kind ObjectNamespace Name Message", ["Cluster: lab", "Upstream", "True", "Secret", "left"]
        },
        {
            "[NsmPS.NsmAdapterEvent]@{ Time = [datetimeoffset]::UnixEpoch; Type = 'Error'; Summary = 'Error while installing'; Details = 'no node'; Remedy = 'add one'; OperationId = 'op-1' }",
            "Time Type Summary Details Remedy", ["OperationId: op-1", "Error while installing", "no node", "add one"]
        },
        { "[NsmPS.NsmAdapterOperation]::new('network_service_mesh', 'NSM', 'Install')", "Key Description", ["Category: Install", "network_service_mesh"] },
        {
            "[NsmPS.NsmAdapterOperationResult]@{ Address = 'h:1'; OperationId = 'op-1'; Operation = 'custom'; State = 'Accepted'; Contexts = [string[]]@('east', 'west') }",
            "Operation OperationId State Contexts Delete", ["custom", "op-1", "Accepted", "{east, west}"]
        },
    };

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Views))]
    public void Table_Object_HasItsColumnsAndValues(string expression, string header, string[] values)
    {
        var shown = Show(expression);

        Assert.Contains(shown.Split('\n'), line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)) == header);
        Assert.All(values, value => Assert.Contains(value, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Table_EveryColumn_IsAPropertyOfItsType()
    {
        // A misspelt column shows nothing and raises no error.
        var views = XDocument.Load(Path.Combine(Built.Module, "NsmPS.Format.ps1xml")).Descendants("View");

        Assert.All(views, view =>
        {
            var type = view.Descendants("TypeName").Single().Value;
            var properties = _engine.Run("([type]$args[0]).GetProperties().Name", type).ThrowIfFailed().Text;
            Assert.All(view.Descendants("PropertyName"), column => Assert.Contains(column.Value, properties));
            Assert.Equal(view.Descendants("TableColumnHeader").Count(), view.Descendants("TableColumnItem").Count());
        });
    }

    [Fact]
    public void Types_EveryMember_IsAPropertyOfItsType()
    {
        var types = XDocument.Load(Path.Combine(Built.Module, "NsmPS.Types.ps1xml")).Descendants("Type");

        Assert.All(types, type =>
        {
            var properties = _engine.Run("([type]$args[0]).GetProperties().Name", type.Element("Name")!.Value).ThrowIfFailed().Text;
            Assert.All(type.Descendants("ReferencedMemberName").Concat(type.Descendants("ReferencedProperties").Elements("Name")), member => Assert.Contains(member.Value, properties));
        });
    }

    [Fact]
    public void Table_LongPodNames_AreWrappedNotCut()
    {
        var name = "icmp-responder-nsc-7d9f8c6b5d-with-a-rather-long-name-x7k2p";

        var shown = Show($"[NsmPS.NsmIcmpResult]@{{ Client = '{name}'; ClientNode = 'node-1'; Mechanism = 'kernel'; Verdict = 'NoWire'; Cluster = 'lab' }}");

        Assert.DoesNotContain("…", shown, StringComparison.Ordinal);
        Assert.Contains("NoWire", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Table_NarrowTerminal_StillShowsTheVerdict(int width)
    {
        _engine.Run("$Host.UI.RawUI.BufferSize = [System.Management.Automation.Host.Size]::new($args[0], 3000)", width).ThrowIfFailed();

        var shown = Show("[NsmPS.NsmIcmpResult]@{ Client = 'icmp-responder-nsc-7d9f8c6b5d-x7k2p'; ClientNode = 'worker-with-a-long-name-1'; Endpoint = 'icmp-responder-nse-6d5f8c7b9d-a1b2c'; EndpointNode = 'worker-with-a-long-name-2'; Sent = 3; LossPercent = 100; Verdict = 'NoReply'; Cluster = 'lab' }");

        Assert.Contains("NoReply", shown, StringComparison.Ordinal);
        Assert.All(shown.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
    }

    private string Show(string expression) => Colours().Replace(string.Join('\n', _engine.Run($"{expression} | Out-Default").ThrowIfFailed().Host), "");

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();
}
