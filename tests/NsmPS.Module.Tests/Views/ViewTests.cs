using System.Text.RegularExpressions;
using System.Xml.Linq;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Views;

public sealed partial class ViewTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public static TheoryData<string, string, string[]> Tables => new()
    {
        {
            "[NsmPS.NsmConnection]@{ Cluster = 'lab'; Server = 'https://10.0.0.1'; ServerVersion = 'v1.20.2' }",
            "Cluster ServerVersion Namespace Server Kubeconfig", ["lab", "v1.20.2"]
        },
        {
            "[NsmPS.NsmContext]::new('admin@lab', 'lab', 'admin', $null, 'https://10.0.0.1', $true, '/tmp/config')",
            "Current Name Server User Namespace", ["admin@lab", "True"]
        },
        { "Get-NsmRelease v0.2.1", "Version ImageTag Maintained ProvenOn Planes SampleApps", ["v0.2.1", "v0.2.0", "False", "{1.20}", "{vpp, kernel}"] },
        {
            "[NsmPS.NsmMesh]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Version = 'v0.2.1'; ImageTag = 'v0.2.0'; ForwardingPlane = 'vpp'; State = 'Ready'; Injecting = $true; Revision = 3; Message = '' }",
            "Cluster Namespace Version ImageTag Plane State Message", ["lab", "vpp", "Ready"]
        },
        {
            "[NsmPS.NsmMeshRevision]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Revision = 3; Current = $true; State = 'Complete'; Operation = 'Restore'; RestoredFrom = 1; Version = 'v0.2.0'; ImageTag = 'v0.2.0'; ForwardingPlane = 'kernel' }",
            "Revision Current State Operation Version ImageTag Plane AppliedAt", ["Cluster: lab", "3", "True", "Complete", "Restore", "kernel"]
        },
        {
            "[NsmPS.NsmMeshDrift]@{ Cluster = 'lab'; Revision = 3; Kind = 'DaemonSet'; Namespace = 'nsm-system'; Name = 'nsmgr'; Path = 'metadata.labels[app]'; Expected = 'a'; Actual = 'b'; Drift = 'Changed' }",
            "Drift Kind Name Path Expected Actual", ["Changed", "DaemonSet", "nsmgr", "metadata.labels[app]"]
        },
        { "[NsmPS.NsmComponentStatus]::new('DaemonSet/nsmgr', 'Pending', 1, 2, 'one pod is starting')", "Name State Ready Desired Reason", ["DaemonSet/nsmgr", "Pending", "one pod is starting"] },
        { "[NsmPS.NsmNodeStatus]::new('node-1', 10, 'tcp:10.0.0.2:5000', $true)", "Name Sockets ManagerIsCurrent ManagerUrl", ["node-1", "10", "True"] },
        {
            "[NsmPS.NsmPlan]@{ Cluster = 'lab'; Operation = 'Install NSM'; Items = [NsmPS.NsmPlanItem[]]@(); MadeAt = [datetimeoffset]::UnixEpoch }",
            "Cluster MadeAt Operation Summary", ["lab", "Install NSM", "nothing to do"]
        },
        {
            "[NsmPS.NsmPlanItem]@{ Stage = 'workloads'; Action = 'Create'; Kind = 'DaemonSet'; Namespace = 'nsm-system'; Name = 'nsmgr'; ServerValidated = $true; Note = 'new' }",
            "Action Proven Kind Namespace Name Note", ["Stage: workloads", "Create", "DaemonSet", "nsmgr"]
        },
        {
            "[NsmPS.NsmSampleApp]@{ Cluster = 'lab'; Namespace = 'nsm-system'; Name = 'icmp-responder'; State = 'NoWire'; Clients = 4; ClientsWired = 3; Endpoints = 2; EndpointsRegistered = 2; Message = 'one client has no wire' }",
            "Name State Clients Endpoints Namespace Message", ["Cluster: lab", "icmp-responder", "NoWire", "3/4", "2/2", "one client has no wire"]
        },
        { "Get-NsmSampleApp icmp-responder -ListAvailable", "Name Mechanism Clients Endpoints Releases Title", ["icmp-responder", "kernel"] },
        { "[NsmPS.NsmSamplePod]::new('nsc-1', 'Client', 'node-1', 'Ready', '172.16.1.1/30', '')", "Role State WireAddress Name Reason", ["nsc-1", "172.16.1.1/30"] },
        {
            """
            [NsmPS.NsmIcmpResult]@{ Client = 'nsc-1'; ClientNode = 'node-1'; Endpoint = 'nse-1'; EndpointNode = 'node-2'; Locality = 'CrossNode'; Mechanism = 'kernel'
                Sent = 3; Received = 2; LossPercent = 100 / 3; AvgMs = 0.25; Verdict = 'PartialLoss'; Cluster = 'lab' }
            """,
            "Verdict Loss % Avg ms Locality Client Endpoint", ["Cluster: lab", "nsc-1", "nse-1", "CrossNode", "33.3", "0.250", "PartialLoss"]
        },
        {
            "[NsmPS.NsmNetworkService]@{ Cluster = 'lab'; Namespace = 'default'; Name = 'icmp'; Payload = 'IP'; Endpoints = [string[]]@('icmp-a'); EndpointsRunning = 1; Clients = 4 }",
            "Name Payload Running Clients Namespace Endpoints", ["icmp", "default", "{icmp-a}"]
        },
        {
            "[NsmPS.NsmEndpoint]@{ Cluster = 'lab'; Namespace = 'default'; Name = 'icmp-a'; NetworkService = 'icmp'; Payload = 'IP'; Node = 'n1'; State = 'RUNNING'; Pod = 'nse-1'; Orphan = $true; Detail = 'gone' }",
            "State Orphan NetworkService Name Pod", ["icmp-a", "nse-1: gone", "RUNNING", "True"]
        },
        {
            "[NsmPS.NsmClient]@{ Cluster = 'lab'; Namespace = 'apps'; Name = 'nsc-1'; Workload = 'nsc'; Node = 'n1'; NetworkServices = [string[]]@('icmp'); Injected = $true; WireAddresses = [string[]]@('172.16.1.1/30'); State = 'Pending'; Reason = 'it starts' }",
            "State WireAddresses Name NetworkServices", ["nsc-1", "Pending", "{172.16.1.1/30}", "icmp: it starts"]
        },
        {
            "[NsmPS.NsmWire]@{ Cluster = 'lab'; Client = 'nsc-1'; ClientNode = 'n1'; ClientAddress = '172.16.1.1/30'; Endpoint = 'nse-1'; EndpointNode = 'n2'; Locality = 'CrossNode'; State = 'Dead'; Source = 'Managers'; Detail = 'gone' }",
            "State Locality Address Client Endpoint", ["Cluster: lab", "nsc-1", "Dead", "CrossNode", "172.16.1.1/30", "nse-1: gone"]
        },
        { "Get-NsmErrorHelp WaitTimedOut", "Id Code Category ProbableCause Remedy", ["WaitTimedOut", "1041", "OperationTimeout"] },
        {
            "[NsmPS.NsmCompatibility]@{ Cluster = 'lab'; Status = 'Partial'; KubernetesVersion = 'v1.20.2'; MeshVersion = 'v0.2.1'; ComponentVersion = 'edge'; Distribution = 'kind'; File = '/tmp/x.md' }",
            "Cluster Status Mesh Kubernetes File", ["lab", "Partial", "v1.20.2", "v0.2.1", "/tmp/x.md"]
        },
        {
            "[NsmPS.NsmAdapter]@{ Address = '127.0.0.1:10004'; State = 'Serving'; Version = 'v1'; ProcessId = 42; Detached = $true; Message = 'it starts' }",
            "Address State ProcessId Detached Version Message", ["127.0.0.1:10004", "Serving", "42", "True", "it starts"]
        },
        {
            """
            [NsmPS.NsmSandbox]@{ Address = 'https://127.0.0.1:6443'; State = 'Serving'; Kubeconfig = '/tmp/k'; Context = 'sandbox'; KubernetesVersion = 'v1.32.0'; ProcessId = 42
                StartedAt = [datetimeoffset]::UnixEpoch; LogFile = '/tmp/s.log'; Message = 'it starts' }
            """,
            "Address State ProcessId Detached Kubernetes Message", ["https://127.0.0.1:6443", "Serving", "42", "False", "v1.32.0", "it starts"]
        },
        {
            "[NsmPS.NsmAdapterCheck]@{ Address = 'h:1'; Step = 'SupportedOperations'; Outcome = 'Failed'; Detail = 'none there'; Hint = 'do that'; Duration = [timespan]::FromMilliseconds(12.5) }",
            "Step Outcome ms Detail Hint", ["Address: h:1", "SupportedOperations", "Failed", "12.5", "none there", "do that"]
        },
        {
            "[NsmPS.NsmCheckResult]@{ Cluster = 'lab'; Id = 'WebhookServes'; Category = 'Admission'; Outcome = 'Failed'; Target = 'Service/a/b'; Message = 'no pod'; Hint = 'do that' }",
            "Id Outcome Target Message", ["Cluster: lab", "WebhookServes", "Failed", "Service/a/b", "no pod do that"]
        },
        {
            "[NsmPS.NsmResidue]@{ Cluster = 'lab'; ApiVersion = 'v1'; Kind = 'Secret'; ObjectNamespace = 'a'; Name = 'b'; Uid = 'u'; Owner = 'Upstream'; Blocks = $true; Removable = $true; Message = 'left' }",
            "Owner Blocks Removable Kind Name Message", ["Cluster: lab", "Upstream", "True", "Secret", "a/b", "left"]
        },
        {
            "[NsmPS.NsmAdapterEvent]@{ Time = [datetimeoffset]::UnixEpoch; Type = 'Error'; Summary = 'Error while installing'; Details = 'no node'; Remedy = 'add one'; OperationId = 'op-1' }",
            "Time Type Summary Details Remedy", ["OperationId: op-1", "Error while installing", "no node", "add one"]
        },
        { "[NsmPS.NsmAdapterOperation]::new('network_service_mesh', 'NSM', 'Install')", "Key Description", ["Category: Install", "network_service_mesh"] },
        {
            "[NsmPS.NsmAdapterOperationResult]@{ Address = 'h:1'; OperationId = 'op-1'; Operation = 'custom'; State = 'Accepted'; Contexts = [string[]]@('east', 'west') }",
            "State Delete OperationId Operation Contexts", ["custom", "op-1", "Accepted", "{east, west}"]
        },
    };

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
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
        Assert.All(Views(), view =>
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

    [Fact]
    public void Table_EveryView_FitsATerminalOf80()
    {
        const int Narrowest = 80, Readable = 9;

        Assert.All(Views(), view =>
        {
            int[] widths = [.. view.Descendants("TableColumnHeader").Select(header => (int?)header.Element("Width") ?? 0)];
            Assert.True(widths[0] > 0, "Without a width of the first column the shell sizes columns by their content, and drops what does not fit.");
            Assert.True(widths.Sum(width => width == 0 ? Readable : width) + widths.Length - 1 <= Narrowest, $"{string.Join(' ', widths)}");
        });
    }

    [Theory]
    [InlineData(80, 2)]
    [InlineData(100, 2)]
    [InlineData(120, 1)]
    public void Table_Terminal_ShowsEveryColumnOfWiresAndPings(int width, int lines)
    {
        _engine.Run("$Host.UI.RawUI.BufferSize = [System.Management.Automation.Host.Size]::new($args[0], 3000)", width).ThrowIfFailed();
        const string Client = "icmp-responder-nsc-7d9f8c6b5d-x7k2p", Endpoint = "icmp-responder-nse-6d5f8c7b9d-a1b2c";
        string[] expressions =
        [
            $"[NsmPS.NsmIcmpResult]@{{ Client = '{Client}'; ClientNode = 'n1'; Endpoint = '{Endpoint}'; Mechanism = 'kernel'; Sent = 3; LossPercent = 100; Locality = 'CrossNode'; Verdict = 'PartialLoss'; Cluster = 'lab' }}",
            $"[NsmPS.NsmWire]@{{ Cluster = 'lab'; Client = '{Client}'; ClientNode = 'n1'; ClientAddress = '172.16.1.253/30'; Endpoint = '{Endpoint}'; Locality = 'CrossNode'; State = 'Unknown' }}",
        ];

        Assert.All(expressions, expression =>
        {
            var shown = Show(expression).Split('\n').Select(line => line.TrimEnd()).ToArray();
            var first = Array.FindIndex(shown, line => line.StartsWith("---", StringComparison.Ordinal)) + 1;

            Assert.All(shown, line => Assert.True(line.Length <= width, line));
            Assert.Matches("Client +Endpoint$", shown[first - 2]);
            Assert.Equal(lines, shown.Skip(first).Count(line => line.Length > 0));
            Assert.EndsWith("b2c", shown.Last(line => line.Length > 0), StringComparison.Ordinal);
        });
    }

    private static IEnumerable<XElement> Views() => XDocument.Load(Path.Combine(Built.Module, "NsmPS.Format.ps1xml")).Descendants("View");

    private string Show(string expression) => Colours().Replace(string.Join('\n', _engine.Run($"{expression} | Out-Default").ThrowIfFailed().Host), "");

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colours();
}
