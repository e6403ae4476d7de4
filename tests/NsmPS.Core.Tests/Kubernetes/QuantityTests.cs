using System.Globalization;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("250m", "0.250")]
    [InlineData("2", "2")]
    [InlineData("32Mi", "33554432")]
    [InlineData("1G", "1000000000")]
    [InlineData("1e3", "1000")]
    public void Parse_Amount_IsItsNumber(string text, string number) =>
        Assert.Equal(decimal.Parse(number, CultureInfo.InvariantCulture), Quantity.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mi")]
    [InlineData("-1")]
    [InlineData("1000000000000")]
    public void Parse_NoAmount_IsNull(string? text) => Assert.Null(Quantity.Parse(text));
}
