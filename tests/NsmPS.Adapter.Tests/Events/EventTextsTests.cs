using NsmPS.Adapter.Events;
using NsmPS.Adapter.Operations;

namespace NsmPS.Adapter.Tests.Events;

/// <summary>Every text of every outcome against the rules by which Meshery's server and command line read events.</summary>
public sealed class EventTextsTests
{
    private static readonly string[] s_hostileNames = ["alpha", "Terror-ERROR-cluster", "removed", "the mesh is now installed",
        "Smi conformance test", "a\nb\u202e\0", new('x', 5000)];

    public static TheoryData<string, string, string> Outcomes
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var key in KnownOperations.All.Select(operation => operation.Key).Append("component"))
            {
                foreach (var direction in Enum.GetNames<OperationDirection>())
                {
                    foreach (var name in s_hostileNames)
                    {
                        data.Add(key, direction, name);
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Errors => [.. NsmErrors.All.Keys];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Texts_EveryOutcome_KeepTheRules(string key, string direction, string name)
    {
        var request = RequestFor(key, direction, name);
        var removes = request.Direction == OperationDirection.Remove;
        var success = EventTexts.Succeeded(request, name, name, $"cluster {name}.");
        AdapterEvent[] before =
        [
            EventTexts.Started(request, name), EventTexts.Waiting(request, name, name), EventTexts.Joined(request, name, name),
            EventTexts.Step(request, name, name, 50),
            EventTexts.Warning(request, name, name),
        ];
        var failure = EventTexts.Failed(request, name, new NsmException(NsmErrors.ObjectFailed, $"{name} failed.", name));

        Assert.All([.. before, success], item => Assert.False(IsFailure(item), item.ToString()));
        Assert.True(IsFailure(failure));
        Assert.Equal(key == "network_service_mesh" && !removes, IsMeshInstalled(success));
        Assert.All([.. before, failure], item => Assert.False(IsMeshInstalled(item), item.ToString()));
        Assert.Equal(removes, IsRemoved(success));
        Assert.All([.. before, failure], item => Assert.False(IsRemoved(item), item.ToString()));
        Assert.All([.. before, success, failure],
            item => Assert.DoesNotContain("Smi conformance test", item.Summary, StringComparison.OrdinalIgnoreCase));
        Assert.All([.. before, success, failure],
            item => Assert.DoesNotContain(item.Summary + item.Details.Replace("\n", "", StringComparison.Ordinal), char.IsControl));
        Assert.All([.. before, success, failure], item => Assert.InRange(item.Summary.Length, 1, 320));
        Assert.All([.. before, success, failure], item => Assert.InRange(item.Details.Length, 0, 8 * 1024 + 20));
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Failed_EveryErrorOfTheCatalogue_HasCodeDetailsCauseAndRemedy(string id)
    {
        var error = NsmErrors.All[id];

        var item = EventTexts.Failed(RequestFor("network_service_mesh", "Apply", "x"), "alpha",
            new NsmException(error, "It does not work."));

        Assert.Equal(("Error while installing NSM service mesh on alpha", "alpha: It does not work."), (item.Summary, item.Details));
        Assert.Equal(error.MesheryCode.ToString(System.Globalization.CultureInfo.InvariantCulture), item.Code);
        Assert.Equal(error.ProbableCause, item.ProbableCause);

        // Meshery has no such switch.
        Assert.Equal(error.Remedy.Replace("-Force", "the switch -Force of NsmPS's PowerShell commands, which Meshery does not have",
            StringComparison.Ordinal), item.Remedy);
        Assert.Equal((EventLevel.Error, EventRole.End), (item.Level, item.Role));
    }

    [Fact]
    public void Unknown_Always_IsInvalidRequestThatWatchersSeeFail()
    {
        var item = EventTexts.Unknown("id", new NsmException(NsmErrors.OperationUnknown, "There is no operation 'x'."));

        Assert.Equal(("invalid request", "1014"), (item.Summary, item.Code));
        Assert.True(IsFailure(item));
    }

    [Theory]
    [InlineData("network_service_mesh", "Apply", "NSM service mesh installed successfully", "The NSM service mesh is now installed.")]
    [InlineData("network_service_mesh", "Remove", "NSM service mesh removed successfully", "The NSM service mesh is now removed.")]
    [InlineData("nsm-vpn-sample-app", "Apply", "VPN application installed successfully", "The VPN application is now installed.")]
    [InlineData("bookinfo", "Remove", "bookinfo application removed successfully", "The bookinfo application is now removed.")]
    [InlineData("custom", "Apply", "Manifest deployed successfully", "The Manifest is now deployed.")]
    public void Succeeded_Always_StartsWithTheWordsOfOldAdapters(string key, string direction, string summary, string details)
    {
        var item = EventTexts.Succeeded(RequestFor(key, direction, "x"), "alpha", "", "Facts.");

        Assert.Equal($"{summary} on alpha", item.Summary);
        Assert.Equal($"{details} Facts.", item.Details);
    }

    [Theory]
    [InlineData("It failed..", "It failed.")]
    [InlineData("'x'.. It goes on..", "'x'. It goes on.")]
    [InlineData("../a and ... and a..b stay", "../a and ... and a..b stay")]
    public void Details_TwoFullStops_AreOne(string text, string expected) => Assert.Equal($"alpha: {expected}",
        EventTexts.Failed(RequestFor("custom", "Apply", "x"), "alpha", new NsmException(NsmErrors.ObjectFailed, text)).Details);

    [Fact]
    public void Names_WithAWordOfNews_AreReadAsTheyAre()
    {
        var item = EventTexts.Started(RequestFor("network_service_mesh", "Apply", "x"), "terror-removed");

        Assert.Equal("Installing NSM service mesh on terror-removed", item.Summary.Replace("\u2060", "", StringComparison.Ordinal));
        Assert.False(IsFailure(item));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(1000, true)]
    public void Warning_Always_IsToldOnce(int length, bool cut)
    {
        var text = new string('x', length);

        var item = EventTexts.Warning(RequestFor("custom", "Apply", "x"), "alpha", text);

        Assert.Equal(cut ? text : "", item.Details);
        Assert.Equal(!cut, item.Summary.EndsWith(text, StringComparison.Ordinal));
    }

    [Fact]
    public void Facts_MeshNotReady_AreNeverASuccess()
    {
        var mesh = new NsmMesh
        {
            Cluster = "alpha",
            Namespace = "nsm-system",
            Version = "v0.2.1",
            ImageTag = "v0.2.0",
            ForwardingPlane = "vpp",
            State = NsmState.Pending,
            Managed = true,
            Revision = 1,
            Injecting = false,
            Components = [],
            Nodes = [],
            Message = "DaemonSet/nsmgr: 0 of 2 ready",
            ObservedAt = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal(NsmErrors.MeshNotReady, Assert.Throws<NsmException>(() => ResultTexts.Facts("done", mesh)).Error);
    }

    private static OperationRequest RequestFor(string key, string direction, string name) => new()
    {
        Operation = KnownOperations.All.FirstOrDefault(operation => operation.Key == key)
            ?? KnownOperations.Component("NetworkService", name.Length > 253 ? name[..253] : name),
        Direction = Enum.Parse<OperationDirection>(direction),
        OperationId = "id",
    };

    // As mesheryctl and the server look at events.
    private static bool IsFailure(AdapterEvent item) =>
        item.Summary.Contains("error", StringComparison.OrdinalIgnoreCase)
            || item.Details.Contains("error", StringComparison.OrdinalIgnoreCase);

    private static bool IsMeshInstalled(AdapterEvent item) =>
        item.Details.Contains("mesh is now installed", StringComparison.OrdinalIgnoreCase);

    private static bool IsRemoved(AdapterEvent item) => item.Summary.Contains("removed", StringComparison.OrdinalIgnoreCase);
}
