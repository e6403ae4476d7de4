extern alias sandbox;

using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Manifests;
using NsmPS.Operations;
using ApiException = sandbox::NsmPS.Sandbox.Store.ApiException;

namespace NsmPS.Core.Tests.Manifests;

/// <summary>What is refused, by us or by the server, and what the server warns of.</summary>
public sealed partial class ManifestLifecycleTests
{
    [Fact]
    public async Task Apply_UnknownKind_IsRefusedWithItsName()
    {
        var error = await Assert.ThrowsAsync<NsmException>(() =>
            ApplyAsync("apiVersion: test.nsmps.io/v1\nkind: Gadget\nmetadata: {name: g}"));

        Assert.Equal(NsmErrors.ManifestInvalid, error.Error);
        Assert.Contains("does not know the kind 'Gadget'", error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing of it is there",
            Assert.IsType<LifecycleEvent.Completed>(
                (await DeleteAsync("apiVersion: test.nsmps.io/v1\nkind: Gadget\nmetadata: {name: g}"))[^1]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ObjectTwice_IsRefused() =>
        Assert.Contains("holds ConfigMap/default/one twice",
            (await Assert.ThrowsAsync<NsmException>(() => ApplyAsync(Map("one", "1") + Map("one", "2")))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Not_a_name", "custom", "NamespaceInvalid")]
    [InlineData("default", "no label!", "OptionInvalid")]
    [InlineData("default", "", "OptionInvalid")]
    public async Task Plan_BadOptions_SendsNothing(string @namespace, string part, string expected)
    {
        var error = await Assert.ThrowsAsync<NsmException>(() =>
            ApplyAsync(Map("one", "1"), new ManifestOptions { Namespace = @namespace, Part = part }));

        Assert.Equal(expected, error.Error.Id);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Apply_OneObjectRefused_FailsWithItsErrorAndWhatWasDone()
    {
        _server.OnAdmission("ConfigMap", review => RefuseAfterPlan(review, "two"));

        var error = (await ApplyAsync(Map("one", "1") + Map("two", "2") + Map("three", "3"))).Error();

        Assert.Equal(NsmErrors.ApiRequestFailed, error.Error);
        Assert.Contains("quota of two", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 of 3 objects are applied: ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(_server.Find(Sample.ConfigMapKey("three")));
    }

    [Fact]
    public async Task Apply_SeveralObjectsRefused_NamesEach()
    {
        _server.OnAdmission("ConfigMap", review => RefuseAfterPlan(review, "two", "three"));

        var error = (await ApplyAsync(Map("one", "1") + Map("two", "2") + Map("three", "3"))).Error();

        Assert.Equal(NsmErrors.CustomOperationFailed, error.Error);
        Assert.Contains("2 objects failed. 1 of 3 objects are applied: ConfigMap/default/one.", error.Message, StringComparison.Ordinal);
        Assert.Contains("quota of two", error.Message, StringComparison.Ordinal);
        Assert.Contains("quota of three", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_RefusedInDryRun_ChangesNothing()
    {
        _server.OnAdmission("ConfigMap", review => throw new ApiException(403, "Forbidden", "exceeded quota"));

        await Assert.ThrowsAsync<NsmException>(() => ApplyAsync(Map("one", "1")));

        Assert.Null(_server.Find(Sample.ConfigMapKey()));
    }

    [Fact]
    public async Task Apply_ServerWarns_IsAWarningOfTheOperation()
    {
        _server.Intercept(request =>
        {
            if (request.Method != HttpMethod.Patch.Method || request.QueryValue("dryRun") is not null)
            {
                return null;
            }

            var answer = new HttpResponseMessage { Content = new StringContent(request.Body!) };
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"this kind goes away\"");
            return answer;
        });

        var plan = await new ManifestPlanner(Cluster, Source(Map("one", "1")), s_options).PlanApplyAsync(force: false, Token);
        var events = await Events.CollectAsync(plan.RunAsync(s_run with { Wait = false }, Token));

        Assert.Contains("this kind goes away", Assert.Single(events.OfType<LifecycleEvent.Warning>()).Text, StringComparison.Ordinal);
    }
}
