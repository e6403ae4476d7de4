using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class ServiceMatchesTests
{
    private const string Chain =
        "{spec: {matches: [{sourceSelector: {app: firewall}, route: [{destinationSelector: {app: gateway}}]}, {route: "
            + "[{destinationSelector: {app: firewall}}]}]}}";

    [Theory]
    [InlineData("{}", "", "app=any", true)]
    [InlineData("{spec: {matches: null}}", "app=x", "app=any", true)]
    [InlineData(Chain, "", "app=firewall", true)]
    [InlineData(Chain, "", "app=gateway", false)]
    [InlineData(Chain, "app=firewall", "app=gateway", true)]
    [InlineData(Chain, "app=firewall", "app=firewall", false)]
    [InlineData("{spec: {matches: [{sourceSelector: {app: a}, route: [{destinationSelector: {app: b}}]}]}}", "app=other", "app=b", false)]
    public void Accepts_FirstMatch_Decides(string service, string client, string endpoint, bool accepted) =>
        Assert.Equal(accepted,
            ServiceMatches.Accepts(Yaml.Parse(service)[0], LabelPairs.Parse(client, ','), LabelPairs.Parse(endpoint, ',')));
}
